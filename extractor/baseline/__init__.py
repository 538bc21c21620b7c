"""A baseline: violations of a filing that somebody has accepted, in a file that a person can edit."""

from extractor.baseline.file import read_baseline, write_baseline
from extractor.baseline.judge import judge, renewed

__all__ = ["judge", "read_baseline", "renewed", "write_baseline"]
