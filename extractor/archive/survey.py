"""All rules between filings over one archive: columns in, violations and the tables of the archive out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.archive import copies, flows, outliers, presence, repeated, rollup
from extractor.archive.evidence import Cell, locations
from extractor.archive.grids import read_grids
from extractor.archive.index import Index, build_index
from extractor.archive.series import build_series
from extractor.archive.tell import Teller
from extractor.rules.voice import voice_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from extractor.archive.copies import Copy
    from extractor.archive.grids import Grid, Key
    from extractor.archive.series import Series
    from extractor.archive.view import View
    from extractor.forms import Forms
    from extractor.model.filing import Violation

Row = tuple[str, ...]


@dataclass(frozen=True)
class Options:
    """``renamed``: names of bodies that are others' now (old → new), as the user says.

    ``hierarchy``: pairs (subordinate, superior) of names, or ``regions`` for that of the region codes;
    without it ``rollup`` does not apply. ``scratch``: the folder for what does not stay in memory.
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    hierarchy: Sequence[tuple[str, str]] | str = ()
    scratch: Path | None = None


@dataclass(frozen=True)
class Findings:
    """What an archive says of its filings, by ``filing_id``; the rows are of the tables of that name."""

    violations: dict[str, tuple[Violation, ...]]
    organization_ids: dict[str, str]
    organizations: list[Row]
    similar: list[Row]


@dataclass
class _Found:
    """What the rules found, before it is told."""

    flows: list[flows.Break]
    gaps: list[presence.Gap]
    crowds: list[presence.Crowd]
    jumps: list[outliers.Jump]
    units: list[outliers.WrongUnit]
    shorts: list[rollup.Short]
    copies: list[Copy]
    repeated: list[repeated.Repeated]

    def cells(self) -> Iterator[Cell]:
        """Yield every cell whose place is to be cited."""
        for b in self.flows:
            yield Cell(b.filing, b.flow.table, b.flow.row, b.flow.column)
            for t in b.flow.terms:
                yield Cell(b.before[0] if t.last else b.filing, b.flow.table, t.row, t.column)
        named: tuple[outliers.Jump | outliers.WrongUnit | rollup.Short, ...]
        named = (*self.jumps, *self.units, *self.shorts)
        for one in named:
            yield Cell(one.filing, one.table, one.row, one.column)


def survey(view: View, forms: Forms, language: str, options: Options | None = None) -> Findings:
    """Return what the rules between filings find in an archive; the same tables give the same findings."""
    asked = options or Options()
    index = build_index(view, asked.renamed)
    series = build_series(index)
    grids = read_grids(view, index, forms, asked.scratch)
    found = _Found(
        list(flows.breaks(series, grids, forms)),
        list(presence.gaps(series)),
        list(presence.crowds(series, grids)),
        list(outliers.jumps(index, series, grids, forms)),
        list(outliers.wrong_units(series, grids, forms)),
        _shorts(index, series, grids, forms, asked),
        copies.near_copies(view, index, forms, asked.scratch),
        list(repeated.repeated(series, grids)),
    )
    teller = Teller(voice_of(forms, language), index, grids, locations(view, index, found.cells()))
    violations: dict[str, list[Violation]] = defaultdict(list)
    for filing, violation in _told(found, teller, index):
        violations[index.filing_id(filing)].append(violation)
    return Findings(
        {key: tuple(of) for key, of in sorted(violations.items())},
        {index.filing_id(i): index.organizations[of].id for i, of in enumerate(index.of.tolist()) if of >= 0},
        [_organization(index, i) for i in range(len(index.organizations))],
        [_similar(index, c) for c in found.copies],
    )


def _shorts(
    index: Index, series: Series, grids: Mapping[Key, Grid], forms: Forms, asked: Options
) -> list[rollup.Short]:
    if not asked.hierarchy:
        return []
    above = rollup.superiors(index, asked.hierarchy)
    return list(rollup.shorts(index, series, grids, forms, above))


def _told(found: _Found, teller: Teller, index: Index) -> Iterator[tuple[int, Violation]]:
    """Yield each violation with the filing that it is reported on, rule by rule."""
    for unit in found.units:
        yield unit.filing, teller.wrong_unit(unit)
    for (filing, _), of in _by_section(found.copies, index).items():
        yield filing, teller.copied(of, filing)
    for one in found.repeated:
        yield one.filing, teller.repeated(one)
    for broken in found.flows:
        yield broken.filing, teller.flow(broken)
    for gap in found.gaps:
        yield gap.filing, teller.gap(gap)
    for crowd in found.crowds:
        for filing in crowd.filings:
            yield filing, teller.crowd(crowd, filing)
    for jump in found.jumps:
        yield jump.filing, teller.jump(jump)
    for short in found.shorts:
        yield short.filing, teller.short(short)


def _by_section(found: Sequence[Copy], index: Index) -> dict[tuple[int, str], list[Copy]]:
    """Return the copies by the filing they are reported on: the later one, both where they are of one year."""
    out: dict[tuple[int, str], list[Copy]] = defaultdict(list)
    for copy in found:
        out[copy.filing, copy.section].append(copy)
        if index.years[copy.filing] == index.years[copy.other]:
            out[copy.other, copy.section].append(copy)
    return dict(sorted(out.items()))


def _organization(index: Index, at: int) -> Row:
    of = index.organizations[at]
    years = sorted(of.years)
    return (
        of.id,
        of.name,
        "; ".join(sorted(of.names)),
        of.region_code,
        of.level,
        of.kind,
        str(of.filings),
        str(years[0]) if years else "",
        str(years[-1]) if years else "",
        "; ".join(of.candidates),
    )


def _similar(index: Index, copy: Copy) -> Row:
    return (
        index.filing_id(copy.filing),
        index.filing_id(copy.other),
        copy.section,
        f"{copy.similarity:.3f}",
        str(copy.characters),
        copy.passage.replace("\n", " "),
    )
