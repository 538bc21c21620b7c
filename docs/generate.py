"""Every generated page, by its path below ``docs/pages``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.command_line import command_line
from docs.rule_catalogue import rule_catalogue
from docs.status_examples import status_examples

if TYPE_CHECKING:
    from docs.runs import Runs


def pages(runs: Runs) -> dict[str, str]:
    """Return the text of each page."""
    return {
        "command-line.md": command_line(),
        "rules.md": rule_catalogue("en", runs.years["en"]),
        "zh/rules.md": rule_catalogue("zh", runs.years["zh"]),
        "statuses.md": status_examples("en", runs),
        "zh/statuses.md": status_examples("zh", runs),
    }
