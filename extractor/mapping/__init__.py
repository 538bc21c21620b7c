"""Printed labels → rows and columns of a form; cells → facts."""

from extractor.mapping.agreement import agree
from extractor.mapping.facts import Candidate
from extractor.mapping.layouts import TableReader, TablesRead, forget, table_reader
from extractor.mapping.settle import settle

__all__ = ["Candidate", "TableReader", "TablesRead", "agree", "forget", "settle", "table_reader"]
