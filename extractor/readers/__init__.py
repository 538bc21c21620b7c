"""Readers: one format each, bytes → blocks. Chosen by content; none knows what a form is."""

from extractor.readers.open import SECOND_READERS, Opened, open_document

__all__ = ["SECOND_READERS", "Opened", "open_document"]
