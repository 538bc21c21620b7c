"""The library's face: read a filing, check it, and put filings in frames."""

from __future__ import annotations

from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.attachments import in_folders, joined
from extractor.corrections import apply, read_corrections
from extractor.forms import load_forms
from extractor.inputs.beside import Root
from extractor.inputs.containers import container_type
from extractor.inputs.sources import printable
from extractor.model.display import draws
from extractor.model.filing import Filing
from extractor.pipeline import trace_container, trace_file
from extractor.rules import check as check_rules
from extractor.suggestions import suggest as suggest_changes
from extractor.writers import frames
from extractor.writers.report import filing_fragment
from extractor.writers.rows import RowMaker

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from extractor.analysis.load import Output
    from extractor.model.correction import Correction
    from extractor.model.filing import Suggestion, Violation
    from extractor.writers.words import Language


def load(output: str | PathLike[str]) -> Output:
    """Return the tables of a finished run (the folder that ``extractor run`` wrote) as typed frames.

    ``load(output)["applications"]`` is a frame; ``load(output).cells()`` all cells with their filings.
    Raises ``UsageError`` where the folder holds no run.
    """
    from extractor.analysis.load import load as load_output  # noqa: PLC0415 - with pandas only where asked

    return load_output(output)


def _shown(filing: Filing) -> str:
    violations = filing.violations or tuple(check(filing))
    return filing_fragment(filing, RowMaker(load_forms()).in_order(violations), load_forms(), "zh")


draws(Filing, _shown)


def read(
    path: str | PathLike[str],
    *,
    source: str = "",
    corrections: str | PathLike[str] | Iterable[Correction] = (),
) -> Filing:
    """Return the filing in a file, with its facts and sections; its ``source`` is the file's name unless given.

    ``corrections``: the CSV of ``extractor run --corrections``, or what was read from one. Those for ``source``
    are applied: give it as ``filings.csv`` has it. What became of each is told in the filing's ``corrections``.

    A container (a zip, a page saved as MHTML) is read where it holds one document. A page without its tables is
    read with the files that it links to in its own folder or below, as ``extractor run`` reads that folder.

    A document that cannot be read does not raise: ``status`` is then ``unreadable`` and ``error`` says
    why. Only a path where there is no file raises (``FileNotFoundError``, ``IsADirectoryError``), and a CSV of
    corrections that cannot be used (``UsageError``).
    """
    file = Path(path)
    if file.is_dir():
        raise IsADirectoryError(f"{file} is a folder; read its files one by one, or use `extractor run`")
    if not file.exists():
        raise FileNotFoundError(f"there is no file {file}")
    name = source or printable(file.name)
    filing = trace_container(file, name).filing if container_type(file) else _read_page(file, name)
    given = read_corrections(Path(corrections)) if isinstance(corrections, str | PathLike) else corrections
    return apply(filing, given, load_forms())


def _read_page(file: Path, name: str) -> Filing:
    """Return the filing in a file that is no container, with the tables of its attachments."""
    trace = trace_file(file, name)
    path = file.absolute()
    above = name.rpartition("/")[0]
    attachments, _ = in_folders(trace, path, (Root(path.parent, f"{above}/" if above else ""),))
    return joined(trace, attachments) if attachments else trace.filing


def check(filing: Filing, lang: Language = "zh", *, previous: Filing | None = None) -> list[Violation]:
    """Return every rule that the filing violates or that cannot be decided, messages in ``lang``.

    With ``previous``, the organization's filing of the year before, the rules between the two are among them.
    Raises ``UsageError`` where that is of another year, or of an organization that is certainly another.
    """
    forms = load_forms()
    found = check_rules(filing, forms, lang)
    if previous is not None:
        from extractor.archive.pair import check_pair  # noqa: PLC0415 - pyarrow, for those who ask for it

        found += check_pair(filing, previous, forms, lang)
    return found


def suggest(filing: Filing, violations: Iterable[Violation]) -> tuple[Suggestion, ...]:
    """Return the smallest changes under which the sums hold that ``violations`` (of ``check``) say fail."""
    return suggest_changes(filing, tuple(violations), load_forms())


def _checked(filing: Filing) -> Filing:
    violations = tuple(check(filing))
    return replace(filing, violations=violations, suggestions=suggest(filing, violations))


def to_frames(filings: Iterable[Filing]) -> dict[str, pd.DataFrame]:
    """Return the tables of the output folder as frames, by name (``filings``, ``applications`` …).

    A filing whose ``violations`` are empty is checked here, so that no frame looks clean unchecked.
    Numbers are ``Int64`` where a table has whole ones only, else decimals (``ArrowDtype``) with all digits as
    printed; years and counts are ``Int64``, dates ``datetime64``, all else ``string``.
    """
    maker = RowMaker(load_forms())
    checked = (f if f.violations else _checked(f) for f in filings)
    return frames.to_frames(maker.rows(f) for f in checked)
