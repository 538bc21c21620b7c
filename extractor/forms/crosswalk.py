"""What can be compared across the generations of the form, and the rates that are made of cells."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from extractor.errors import FormsError
from extractor.forms.problems import Problems
from extractor.forms.variables import load_variables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from extractor.forms.variables import Variable

KINDS = ("sum", "near")
_EACH = "{c}"


@dataclass(frozen=True)
class Link:
    """How cells of several generations stand to each other.

    ``sum``: the cells of each generation, added up, are the same quantity; the sum has the short name
    ``name``. ``near``: like in name, not in what is counted; never joined. ``cells``: template → short
    names. ``zh`` and ``en`` say why.
    """

    kind: str
    name: str
    cells: dict[str, tuple[str, ...]]
    zh: str
    en: str


@dataclass(frozen=True)
class Rate:
    """A share: the sum of ``numerator`` over the sum of ``denominator``, cells by their short names."""

    name: str
    zh: str
    en: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]


@dataclass(frozen=True)
class Crosswalk:
    """All links and all rates, in the order of their files."""

    links: tuple[Link, ...]
    rates: tuple[Rate, ...]

    @property
    def sums(self) -> tuple[Link, ...]:
        """The links by which a generation's cells are added up."""
        return tuple(link for link in self.links if link.kind == "sum")


@lru_cache(maxsize=1)
def load_crosswalk() -> Crosswalk:
    """Return the crosswalk that comes with the package; ``FormsError`` names every problem in its files."""
    return read_crosswalk(load_variables(), files("extractor.forms") / "data")


def read_crosswalk(variables: Mapping[str, Variable], folder: Traversable) -> Crosswalk:
    """Read ``crosswalk.toml`` and ``rates.toml`` of ``folder``; see ``load_crosswalk``."""
    problems = Problems()
    links = _links(variables, folder, problems)
    rates = _rates(variables, folder, problems)
    if problems.found:
        raise FormsError("\n".join(problems.found))
    return Crosswalk(links, rates)


def _links(variables: Mapping[str, Variable], folder: Traversable, problems: Problems) -> tuple[Link, ...]:
    where = "crosswalk.toml"
    links: list[Link] = []
    raw = tomllib.loads((folder / where).read_text("utf-8"))
    for number, item in enumerate(problems.take(where, raw, links=list)["links"], 1):
        at = f"{where} link {number}"
        given = problems.take(at, item, kind=str, name=str, cells=dict, zh=str, en=str)
        if given["kind"] not in KINDS:
            problems.add(at, f"kind {given['kind']!r} is none of {', '.join(KINDS)}")
        cells = {t: problems.texts(at, names) for t, names in given["cells"].items()}
        for column in _columns(given["name"], variables):
            of = {t: tuple(n.replace(_EACH, column) for n in names) for t, names in cells.items()}
            problems.found.extend(
                f"{at}: the {template} form has no cell {name!r}"
                for template, names in of.items()
                for name in names
                if name not in variables or template not in variables[name].templates
            )
            link = Link(given["kind"], given["name"].replace(_EACH, column), of, given["zh"], given["en"])
            links.append(link)
    return tuple(links)


def _columns(name: str, variables: Mapping[str, Variable]) -> list[str]:
    """Return what a link is repeated for: the columns of 表三, where ``{c}`` stands in its name."""
    if _EACH not in name:
        return [""]
    return [short.removeprefix("a_new_") for short in variables if short.startswith("a_new_")]


def _rates(variables: Mapping[str, Variable], folder: Traversable, problems: Problems) -> tuple[Rate, ...]:
    where = "rates.toml"
    rates: list[Rate] = []
    raw = tomllib.loads((folder / where).read_text("utf-8"))
    for number, item in enumerate(problems.take(where, raw, rates=list)["rates"], 1):
        at = f"{where} rate {number}"
        given = problems.take(at, item, name=str, zh=str, en=str, numerator=list, denominator=list)
        parts = {k: problems.texts(at, given[k]) for k in ("numerator", "denominator")}
        problems.found.extend(
            f"{at}: the forms have no cell {name!r}"
            for names in parts.values()
            for name in names
            if name not in variables
        )
        if given["name"] in variables or any(given["name"] == r.name for r in rates):
            problems.add(at, f"the name {given['name']!r} is taken")
        rates.append(Rate(given["name"], given["zh"], given["en"], **parts))
    return tuple(rates)
