"""Which names of an archive are one organization. Never on a guess: what is ambiguous stays apart, and is listed.

Two names are one organization where their places and their bodies are the same: the place by its code in the
list of divisions, however much of it the name prints; the body in any of its ways of writing. A name that leaves
out the place above it, and is not certain by the list, is that of the one organization of its own site (its
folder, years left out) that it can be; where there are several, or none, it stays by itself.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from extractor.organizations.bodies import OFFICES
from extractor.organizations.names import Name, normal_name, read_name
from extractor.organizations.regions import Region, gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_GOVERNMENT = "人民政府"
_YEAR_FOLDER = re.compile(r"^(?:19|20)\d{2}(?:年度?|年?年报|年报告)?$")


class Signed(NamedTuple):
    """A filing as far as it matters here: the organization it names (may be empty), its year and source."""

    organization: str
    year: int
    source: str


@dataclass
class Organization:
    """An organization of an archive. ``candidates``: canonical names of others that it may be as well."""

    id: str
    name: str
    region_code: str
    level: str
    kind: str
    names: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    filings: int = 0
    candidates: tuple[str, ...] = ()


class _Key(NamedTuple):
    """What makes two filings those of one organization. ``apart`` parts bodies of the same name."""

    place: str
    body: str
    apart: str = ""


class Resolved(NamedTuple):
    """The organizations, by canonical name, and for each filing the position of its own (-1: unknown)."""

    organizations: list[Organization]
    of_filing: list[int]


def site_of(source: str) -> str:
    """Return the folder of a source, folders that are named by a year left out."""
    folders = re.split(r"[/!]", source)[:-1]
    return "/".join(f for f in folders if not _YEAR_FOLDER.match(f))


def resolve(filings: Sequence[Signed], renamed: Mapping[str, str] | None = None) -> Resolved:
    """Return the organizations of ``filings``. ``renamed``: names that the user says are another's (old → new)."""
    given = {normal_name(old): new for old, new in (renamed or {}).items()}
    archive = _Archive()
    for filing in filings:
        if filing.organization:
            name = given.get(normal_name(filing.organization), filing.organization)
            archive.add(read_name(name), filing)
    archive.settle()
    return archive.resolved(filings, given)


class _Archive:
    """All names with the sites they stand on; ``settle`` decides which of the uncertain ones are one."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str, int], _Key] = {}
        self._first: dict[tuple[str, str], Name] = {}
        self._uncertain: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._certain: dict[_Key, Name] = {}
        self._by_body: dict[str, set[_Key]] = defaultdict(set)
        self._of_site: dict[str, set[_Key]] = defaultdict(set)
        self._keys: dict[tuple[str, str], _Key] = {}
        self._candidates: dict[_Key, tuple[_Key, ...]] = {}

    def add(self, name: Name, filing: Signed) -> None:
        """Take a name; one whose place is certain is settled at once."""
        site = site_of(filing.source)
        seen = (name.printed, site)
        self._first.setdefault(seen, name)
        place = _place(name, filing.year)
        if place and not name.body.either:
            key = _Key(place, name.body.name)
            self._keys.setdefault(seen, key)
            self._certain.setdefault(key, name)
            self._by_body[key.body].add(key)
            self._of_site[site].add(key)
        else:
            self._uncertain[seen].add(filing.year)

    def settle(self) -> None:
        """Find for every uncertain name the one organization that it can be."""
        for seen in sorted(self._uncertain):
            if seen in self._keys:
                continue
            name, site = self._first[seen], seen[1]
            able = self._able(name)
            near = able & self._of_site[site]
            if len(near) == 1 and (not _listed_twice(name) or self._one_city(site)):
                self._keys[seen] = next(iter(near))
                continue
            mixed = (not name.places or _listed_twice(name)) and not self._one_city(site)
            key = _Key(name.chain or f"?{name.bare}", name.body.name, self._apart(name, site, mixed=mixed))
            self._keys[seen] = key
            self._certain.setdefault(key, name)
            self._candidates[key] = tuple(sorted(able))

    def _able(self, name: Name) -> set[_Key]:
        """The certain organizations that a name may be: same body, and a place that ends as it says."""
        codes = {r.code for r in name.regions}
        found = set()
        for body in name.body.either or (name.body.name,):
            for key in self._by_body[body]:
                other = self._certain[key]
                if name.bare:
                    fits = other.level == name.bare
                elif name.regions and not name.beyond:
                    fits = bool(codes & {r.code for r in other.regions}) and not other.beyond
                else:
                    fits = other.chain.endswith(name.chain) or key.place.endswith(name.chain)
                if fits:
                    found.add(key)
        return found

    def _one_city(self, site: str) -> bool:
        """Whether all that a site holds for certain is of one city (or none of it of any)."""
        cities = {_city(self._certain[key]) for key in self._of_site[site]}
        return len(cities - {""}) <= 1

    @staticmethod
    def _apart(name: Name, site: str, *, mixed: bool) -> str:
        """What keeps a name apart from the same one elsewhere."""
        if name.places and not _listed_twice(name):
            return "" if len(name.places) > 1 else site
        return f"{site}#" if mixed else site

    def resolved(self, filings: Sequence[Signed], given: Mapping[str, str]) -> Resolved:
        """Number the organizations by name, and say which each filing is of."""
        organizations: dict[tuple[str, ...], Organization] = {}
        of: list[tuple[str, ...] | None] = []
        for filing in filings:
            if not filing.organization:
                of.append(None)
                continue
            name = given.get(normal_name(filing.organization), filing.organization)
            site = site_of(filing.source)
            key = self._keys[name, site]
            full: tuple[str, ...] = key
            if key.apart.endswith("#"):  # of a site of many cities: nothing says that two are one
                full = (*key, filing.source)
            found = organizations.get(full)
            if found is None:
                found = organizations[full] = self._organization(key, full)
            found.names.add(filing.organization)
            found.filings += 1
            if filing.year:
                found.years.add(filing.year)
            of.append(full)
        _offices(organizations)
        ordered = sorted(organizations, key=lambda k: (organizations[k].name, k))
        position = {k: i for i, k in enumerate(ordered)}
        return Resolved([organizations[k] for k in ordered], [-1 if k is None else position[k] for k in of])

    def _organization(self, key: _Key, full: tuple[str, ...]) -> Organization:
        name = self._certain[key]
        region = gazetteer().by_code.get(key.place[:6])
        canonical = _canonical(name, region)
        code = hashlib.sha256("\x00".join(full).encode("utf-8", "surrogatepass")).hexdigest()[:12]
        candidates = sorted(
            {
                _canonical(self._certain[k], gazetteer().by_code.get(k.place[:6]))
                for k in self._candidates.get(key, ())
            }
        )
        return Organization(
            code,
            canonical,
            region.code if region and not name.beyond else "",
            name.level,
            name.kind,
            candidates=tuple(candidates),
        )


def _offices(organizations: dict[tuple[str, ...], Organization]) -> None:
    """Note of a government and its office that each may be the other, unless both have filed for one year.

    An office files for the government that it speaks for, or for itself; the names do not tell which.
    """
    for key, office in organizations.items():
        place, body, *rest = key
        if body not in OFFICES:
            continue
        government = organizations.get((place, _GOVERNMENT, *rest))
        if government is None or government.years & office.years:
            continue  # both have filed: two bodies
        for one, other in ((office, government), (government, office)):
            one.candidates = tuple(sorted({*one.candidates, other.name}))


def _place(name: Name, year: int) -> str:
    """Return the place of a name where it is certain: the code, and the places below it; else empty."""
    region = name.region(year)
    if region is not None:
        return region.code + name.beyond
    if name.regions:
        return ""
    own = gazetteer().names_itself(normal_name(name.printed))
    if not name.places:
        return "=" if own and not name.bare else ""
    return name.chain if own or name.places[0].level in ("province", "city") else ""


def _listed_twice(name: Name) -> bool:
    return len(name.regions) > 1


def _city(name: Name) -> str:
    """Return the city that a certain name is of: by the code, or as printed."""
    if name.regions:
        code = name.regions[0].code
        return (
            code[:2]
            if code.endswith("0000") and code[:2] in ("11", "12", "31", "50")
            else code[:4].rstrip("0")
        )
    return name.places[0].text if name.places and name.places[0].level == "city" else ""


def _canonical(name: Name, region: Region | None) -> str:
    place = gazetteer().path(region) + name.beyond if region else name.chain
    if not place and name.bare:
        place = {"city": "市", "county": "县" if "县" in name.printed[:2] else "区", "province": "省"}.get(
            name.bare, ""
        )
    zone = bool(name.places) and not name.places[-1].level
    body = "" if zone and name.body.name == "人民政府" else name.body.name
    return place + body


def read_renamed(rows: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return old → new of the user's mapping of renamed bodies, chains of renamings followed to their end."""
    direct = {old.strip(): new.strip() for old, new in rows}
    out = {}
    for old, first in direct.items():
        new, seen = first, {old}
        while new in direct and new not in seen:
            seen.add(new)
            new = direct[new]
        out[old] = new
    return out
