"""Known faults put into somebody's own filings: what the program can be trusted with on their archive."""

from extractor.selftest.run import Plan, run_selftest

__all__ = ["Plan", "run_selftest"]
