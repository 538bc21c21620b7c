"""What may be wrong in a table whose sums fail: the smallest changes under which all of them hold."""

from extractor.suggestions.suggest import suggest

__all__ = ["suggest"]
