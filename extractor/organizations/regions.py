"""The list of the administrative divisions (GB/T 2260), from province to county, with those that are no more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

_SUFFIX_OF_PROVINCE = re.compile(r"(?:省|壮族自治区|回族自治区|维吾尔自治区|自治区)$")
_PEOPLES = re.compile(
    r"(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|景颇|羌|柯尔克孜|土|撒拉|仡佬)族?"
)
_ENDING = re.compile(r"(?:省|市|地区|盟|特别行政区|(?:壮族|回族|维吾尔)?自治区)$")
NATIONAL = ("国家", "中国", "中华", "全国")
_LAG = 1
"""A report is of the year before it is written, and a list of divisions is printed late."""


class Region(NamedTuple):
    """A division. ``until`` is the last year in whose list it stands, 0 where it is in force."""

    code: str
    name: str
    until: int

    @property
    def level(self) -> str:
        """``province``, ``city`` or ``county``, by the code."""
        if self.code.endswith("0000"):
            return "province"
        return "city" if self.code.endswith("00") else "county"

    def in_force(self, year: int) -> bool:
        """Whether a report of ``year`` (0: unknown) may be of it."""
        return not self.until or not year or self.until + _LAG >= year

    def within(self, other: Region) -> bool:
        """Whether it lies in the other, by the codes."""
        significant = other.code.rstrip("0")
        significant += "0" * (len(significant) % 2)
        return self.code != other.code and self.code.startswith(significant)


@dataclass(frozen=True)
class Gazetteer:
    """The divisions by code (the one in force, else the last) and by every name that is printed for them."""

    by_code: dict[str, Region]
    by_name: dict[str, tuple[Region, ...]]
    longest: int
    stems: tuple[str, ...]

    def names_itself(self, name: str) -> bool:
        """Whether a name begins with a city or province without its ending (平顶山高新区, 上海海事局)."""
        return name.startswith(self.stems)

    def path(self, region: Region) -> str:
        """Return the name with that of its city, or of the province that is itself a city, before it."""
        if region.level != "county":
            return region.name
        city = self.by_code.get(region.code[:4] + "00") or self.by_code.get(region.code[:2] + "0000")
        return (
            region.name if city is None or city.name.endswith(("省", "自治区")) else city.name + region.name
        )


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the list that comes with the package."""
    lines = (files("extractor.organizations") / "data" / "regions.tsv").read_text("utf-8").splitlines()
    by_code: dict[str, Region] = {}
    by_name: dict[str, list[Region]] = {}
    for line in lines[1:]:
        code, name, until = line.split("\t")
        region = Region(code, name, int(until or 0))
        known = by_code.get(code)
        if known is None or (known.until and (not region.until or region.until > known.until)):
            by_code[code] = region
        for printed in {name, *_short(region)}:
            by_name.setdefault(printed, []).append(region)
    stems = {_ENDING.sub("", r.name) for r in by_code.values() if r.level != "county"}
    names = {n: tuple(r) for n, r in by_name.items()}
    return Gazetteer(by_code, names, max(map(len, by_name)), (*sorted(stems), *NATIONAL))


def _short(region: Region) -> tuple[str, ...]:
    """Return the short names that stand in the names of bodies: 江苏, 内蒙古, 延边州."""
    if region.level == "province" and not region.name.endswith("市"):
        return (_SUFFIX_OF_PROVINCE.sub("", region.name),)
    if region.level == "city" and region.name.endswith("自治州"):
        return (_PEOPLES.sub("", region.name.removesuffix("自治州")) + "州",)
    return ()
