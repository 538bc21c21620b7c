"""Filings with known truth: an oracle of the contract that shares no code with the program."""

from tests.generator.build import LAYOUTS, generate
from tests.generator.model import Fact, GeneratedFiling, Violation

__all__ = ["LAYOUTS", "Fact", "GeneratedFiling", "Violation", "generate"]
