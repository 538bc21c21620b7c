"""Rules between filings: a stage over the tables of a whole archive, in columns."""

from extractor.archive.survey import Findings, Options, survey

__all__ = ["Findings", "Options", "survey"]
