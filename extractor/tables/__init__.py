"""Which grid, or which stretch of text, is which official table, and how it falls into labelled rows."""

from extractor.tables.find import find_tables
from extractor.tables.parts import DataRow, Header, HeaderColumn, TableFound

__all__ = ["DataRow", "Header", "HeaderColumn", "TableFound", "find_tables"]
