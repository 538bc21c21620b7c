"""Printed labels → rows and columns of a form; cells → facts."""

from extractor.mapping.layouts import Candidate, TableReader, TablesRead, table_reader
from extractor.mapping.settle import settle

__all__ = ["Candidate", "TableReader", "TablesRead", "settle", "table_reader"]
