"""Corrections that a user gives: read from their file, and applied to the cells that they name."""

from extractor.corrections.apply import apply
from extractor.corrections.given import COLUMNS, read_corrections

__all__ = ["COLUMNS", "apply", "read_corrections"]
