"""An organization's name in parts: the places it begins with, and the body that they have."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from extractor.organizations.bodies import Body, body_of, systems
from extractor.organizations.regions import Region, gazetteer
from extractor.text.normal import compact

LEVELS = ("province", "city", "county", "township")
_LEVEL_OF = {
    "省": "province",
    "市": "city",
    "州": "city",
    "盟": "city",
    "区": "county",
    "县": "county",
    "旗": "county",
}
_ZONE = re.compile(
    r"^.{2,12}?(?:开发区|实验区|示范区|高新技术产业区|高新区|经开区|合作区|度假区|保税区|保税港区|产业园区?|工业园区?|新区|新城|管理区|园区|风景名胜区)"
)
_TOWN = re.compile(r"^[^和与及、]{1,8}?(?:街道|苏木|镇|(?<!城)乡)(?!镇|村|企业|和|建设)")
_PLACE = re.compile(
    r"^[^和与及、]{2,8}?(?:自治州|自治县|自治旗|地区|盟|市(?!场|政(?!府)|容|民)|县|区(?!域|划|块)|旗)"
)
# 市审计局: the level alone, the place is left to the site that it stands on
_BARE = re.compile(r"^(?:本)?([省市州县区旗])(?=.)(?!场|政(?!府)|容|民|域|划|块)")


class Place(NamedTuple):
    """One place of a name: as printed, its level (empty for a zone), and its region where it is listed."""

    text: str
    level: str


class Name(NamedTuple):
    """A name in parts.

    ``places`` as printed, outermost first; ``bare``: the level that stands for a place (``city`` for
    市审计局); ``regions``: the divisions that the listed places may be, one where it is certain;
    ``beyond``: places below or beside the list, as text.
    """

    printed: str
    places: tuple[Place, ...]
    bare: str
    regions: tuple[Region, ...]
    beyond: str
    body: Body

    @property
    def level(self) -> str:
        """The level of the place; empty for a zone, and where no place is named."""
        if self.bare:
            return self.bare
        if self.beyond:
            return self.places[-1].level
        return self.regions[0].level if self.regions else ""

    @property
    def kind(self) -> str:
        """``government``, ``department``, ``street or town``, ``other``, or empty where it cannot be told."""
        zone = bool(self.places) and not self.places[-1].level
        if self.body.kind == "government":
            if zone:
                return "other"
            return "street or town" if self.level == "township" else "government"
        if zone or (self.level == "township" and self.body.kind == "department"):
            return "other"
        return self.body.kind

    def region(self, year: int) -> Region | None:
        """Return the listed division that a report of ``year`` (0: any) names; None where it is not certain."""
        able = [r for r in self.regions if r.in_force(year)] or list(self.regions)
        return able[0] if len(able) == 1 else None

    @property
    def chain(self) -> str:
        """The places as one text."""
        return "".join(p.text for p in self.places)


def normal_name(name: str) -> str:
    """Return a name in NFKC without white space."""
    return compact(unicodedata.normalize("NFKC", name))


@lru_cache(maxsize=65536)
def read_name(printed: str) -> Name:
    """Return the parts of a name."""
    rest = normal_name(printed)
    places: list[Place] = []
    regions: tuple[Region, ...] = ()
    for system in systems():
        if rest.startswith(system) and rest != system:
            rest = rest.removeprefix(system)
    while found := _listed(rest, regions):
        text, regions = found
        places.append(Place(text, regions[0].level))
        rest = rest[len(text) :]
    listed = len(places)
    while found_place := _unlisted(rest, places):
        places.append(found_place)
        rest = rest[len(found_place.text) :]
    bare = ""
    if not places and (level := _BARE.match(rest)):
        bare = _LEVEL_OF[level[1]]
        rest = rest[level.end() :]
    beyond = "".join(p.text for p in places[listed:])
    body = body_of("街道办事处" if not rest and beyond.endswith("街道") else rest)
    return Name(printed, tuple(places), bare, regions, beyond, body)


def _listed(rest: str, within: tuple[Region, ...]) -> tuple[str, tuple[Region, ...]] | None:
    """Return the longest listed name that a text begins with, and what it may be below ``within``."""
    known = gazetteer()
    for end in range(min(known.longest, len(rest)), 1, -1):
        text = rest[:end]
        regions = known.by_name.get(text, ())
        if within:
            regions = tuple(r for r in regions if any(r.within(w) for w in within))
        if regions and not _goes_on(rest, text):
            return text, _one_level(regions)
    return None


def _goes_on(rest: str, text: str) -> bool:
    """Whether a listed name is only the beginning of another: 吉林 of 吉林大学, 海南 of 海南藏族…, 郊区 of 郊区域."""
    after = rest[len(text) :]
    if text[-1] in "省市区县旗州盟":
        return after.startswith(("场", "域")) and text[-1] in "市区"
    # a short name stands before a place or a body of the province, not before other words
    return not re.match(r"省|自治区|.{1,8}?(?:市|州|盟|地区|县|区|厅|局|委员会|委|政府|办公室)", after)


def _one_level(regions: tuple[Region, ...]) -> tuple[Region, ...]:
    """Keep those of the highest level, in force before those that are no more."""
    order = {"province": 0, "city": 1, "county": 2}
    highest = min(order[r.level] for r in regions)
    same = tuple(r for r in regions if order[r.level] == highest)
    return tuple(sorted(same, key=lambda r: (bool(r.until), r.code)))


def _unlisted(rest: str, before: list[Place]) -> Place | None:
    """Return the place that a text begins with by its ending: a new district, a zone, a town, an invented city."""
    if len(before) >= 4 or (before and before[-1].level == "township"):
        return None
    found = [m.group() for m in (_ZONE.match(rest), _PLACE.match(rest), _TOWN.match(rest)) if m]
    if not found:
        return None
    text = min(found, key=len)
    if _ZONE.fullmatch(text):
        return Place(text, "")
    if _TOWN.fullmatch(text):
        return Place(text, "township")
    level = _LEVEL_OF.get(text[-1], "city")
    if level == "city" and text.endswith("市") and any(p.level in ("city", "county") for p in before):
        level = "county"
    if before and before[-1].level == "county" and level != "township":
        return None
    return Place(text, level)
