"""What a run is asked for, and what it comes to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.archive import Options
from extractor.batch.corrected import Corrected
from extractor.batch.limits import DEFAULTS, Limits
from extractor.batch.recipe import recipe
from extractor.batch.work import Settings
from extractor.errors import UsageError
from extractor.forms import LabelAlias, use_aliases
from extractor.writers.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from extractor.archive.audit import Fall
    from extractor.batch.engines import EngineName
    from extractor.inputs.beside import Root
    from extractor.model.correction import Correction
    from extractor.model.filing import Filing
    from extractor.readers.ocr import OcrMode
    from extractor.writers.report_paths import Reports
    from extractor.writers.tableset import TableFormat
    from extractor.writers.words import Language

STATE = ".extractor"
"""The folder in the output folder that holds ledger, shards, lock and log."""


@dataclass(frozen=True)
class Order:
    """What a run is asked for. ``read`` stands in for ``pipeline.read_file``.

    ``aliases``: further printings of labels. ``side_files``: files of the user's that can change a row; ``archive``:
    what the rules between filings are told, which changes no row of a document. ``roots``: the inputs that are folders.
    ``spreadsheet``: CSVs are made for a spreadsheet; no document is read again for it. ``corrections`` change rows of the
    filings that they are for. ``UsageError`` for a spreadsheet where the tables are no CSVs.
    """

    output: Path
    language: Language = "zh"
    kind: TableFormat = "csv"
    reports: Reports = "all"
    jobs: int = 1
    engine: EngineName = "local"
    limits: Limits = field(default_factory=lambda: DEFAULTS)
    resume: bool = True
    add: bool = False
    retry: bool = False
    side_files: tuple[Path, ...] = ()
    archive: Options = field(default_factory=Options)
    aliases: tuple[LabelAlias, ...] = ()
    ocr: OcrMode = "auto"
    read: Callable[..., Filing] | None = None
    roots: tuple[Root, ...] = ()
    spreadsheet: bool = False
    corrections: tuple[Correction, ...] = ()

    def __post_init__(self) -> None:
        if self.spreadsheet and self.kind != "csv":
            raise UsageError(
                "--spreadsheet is for CSVs: no spreadsheet opens Parquet; leave one of the two out"
            )

    @property
    def state(self) -> Path:
        """The folder of the ledger."""
        return self.output / STATE

    @property
    def settings(self) -> Settings:
        """What every process must know."""
        keep = self.reports != "none"
        return Settings(self.language, keep, self.read, self.roots, self.ocr, self.aliases)

    @property
    def corrected(self) -> Corrected:
        """The corrections, still to be settled."""
        return Corrected(self.corrections)

    def recipe(self) -> str:
        """Return the digest of everything beside a document and its corrections that can change its rows."""
        use_aliases(self.aliases)
        options = {"lang": self.language, "ocr": self.ocr, "read": getattr(self.read, "__qualname__", "")}
        return recipe(options, self.side_files)


@dataclass
class Outcome:
    """What a run came to. ``read``: documents that were read; ``pages``: report pages that stand.

    ``falls``: readers and sites of which much less is read than of the others. ``faults``: pages that a fault of
    the program stands in place of; ``seconds``: time by stage, over all processes.
    """

    tally: Tally = field(default_factory=Tally)
    tables: dict[str, str] = field(default_factory=dict)
    read: int = 0
    pages: int = 0
    faults: int = 0
    falls: tuple[Fall, ...] = ()
    elapsed: float = 0.0
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
