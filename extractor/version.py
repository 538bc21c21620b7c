"""The program's version, as the package says it."""

from __future__ import annotations

from importlib.metadata import version

VERSION = version("extractor")
