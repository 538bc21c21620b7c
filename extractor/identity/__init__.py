"""Whose filing a document is, of which year, and whether it is a report at all."""

from extractor.identity.identify import identify
from extractor.identity.judge import is_report

__all__ = ["identify", "is_report"]
