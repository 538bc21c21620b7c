"""Rules against facts: what holds, what is violated, what cannot be decided, and the words to say so."""

from extractor.rules.engine import check

__all__ = ["check"]
