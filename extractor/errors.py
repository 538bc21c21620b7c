"""What can go wrong with an input or a file of ours; each message says what to do."""

from __future__ import annotations


class ExtractorError(Exception):
    """Base of every error the package raises on purpose."""


class UnreadableError(ExtractorError):
    """A document that cannot be read; the message becomes the filing's ``error``."""


class FormsError(ExtractorError):
    """A data file of the forms that does not load; carries every problem found, one a line."""


class UsageError(ExtractorError):
    """A call that cannot be carried out as given (a path that is not there, say)."""
