"""Imported once, before the processes of a large run are forked: what all of them need is loaded, and shared."""

from extractor.batch import reading
from extractor.forms import load_forms
from extractor.text.tokens import segmenter

__all__ = ["reading"]

segmenter(load_forms().lexicon).words("政府信息公开")
