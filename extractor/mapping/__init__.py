"""Printed labels → rows and columns of a form; cells → facts."""

from extractor.mapping.facts import TableCandidates, map_table
from extractor.mapping.settle import settle

__all__ = ["TableCandidates", "map_table", "settle"]
