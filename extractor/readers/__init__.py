"""Readers: one format each, bytes → blocks. Chosen by content; none knows what a form is."""

from extractor.readers.open import Opened, open_document

__all__ = ["Opened", "open_document"]
