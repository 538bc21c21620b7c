"""The outline of a report: headings, their levels, the six sections, and the text under each."""

from extractor.outline.build import build
from extractor.outline.lines import forget

__all__ = ["build", "forget"]
