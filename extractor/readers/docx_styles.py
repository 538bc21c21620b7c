"""Styles of a Word document: what they say of a paragraph's level and number, and of how its text looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.readers.docx_names import child, children, held, number, switch, value

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extractor.readers.docx_names import Properties

_DEEPEST = 20
_BODY_LEVEL = 9  # the outline level of running text


class Look(NamedTuple):
    """How text looks, as far as it matters; ``None`` and empty: not said."""

    bold: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    raised: str = ""

    def over(self, other: Look) -> Look:
        """Return this look, with what it does not say taken from another."""
        if self is PLAIN:
            return other
        return Look(
            other.bold if self.bold is None else self.bold,
            other.hidden if self.hidden is None else self.hidden,
            other.struck if self.struck is None else self.struck,
            self.raised or other.raised,
        )


class Place(NamedTuple):
    """What a paragraph says of itself: its outline level (1 to 6; 0: none), and its list and level in it.

    ``list_id`` and ``list_level`` are -1 where nothing is said; a list with the id 0 is no list.
    """

    level: int = -1
    list_id: int = -1
    list_level: int = -1

    def over(self, other: Place) -> Place:
        """Return this place, with what it does not say taken from another."""
        return Place(*(b if a < 0 else a for a, b in zip(self, other, strict=True)))


PLAIN = Look()
NOWHERE = Place()
_LOOKS = frozenset(("b", "vanish", "strike", "dstrike", "vertAlign"))


class Styles:
    """The styles of a document, by id."""

    def __init__(self, root: _Element | None) -> None:
        """Take the styles of a ``styles`` part; ``None``: a document without one."""
        self._styles = {value(s, "styleId"): s for s in children(root, "style")}
        self._looks: dict[str, Look] = {}
        self._places: dict[str, Place] = {}
        defaults = child(child(child(root, "docDefaults"), "rPrDefault"), "rPr")
        self._default_look = look_of(held(defaults))
        self._default = next(
            (
                name
                for name, s in self._styles.items()
                if value(s, "type") == "paragraph" and switch_value(s, "default")
            ),
            "",
        )

    def paragraph(self, style: str) -> tuple[Place, Look]:
        """Return what a paragraph style says, with what the styles it is based on say."""
        name = style or self._default
        if name not in self._places:
            place, look = Place(), PLAIN
            for link in self._chain(name):
                place = place.over(place_of(held(child(link, "pPr"))))
                look = look.over(look_of(held(child(link, "rPr"))))
            self._places[name] = place
            self._looks[name] = look.over(self._default_look)
        return self._places[name], self._looks[name]

    def run(self, style: str) -> Look:
        """Return what a character style says."""
        if not style:
            return PLAIN
        key = f"run {style}"
        if key not in self._looks:
            look = PLAIN
            for link in self._chain(style):
                look = look.over(look_of(held(child(link, "rPr"))))
            self._looks[key] = look
        return self._looks[key]

    def _chain(self, name: str) -> list[_Element]:
        """Return a style and those it is based on, itself first."""
        chain: list[_Element] = []
        while name in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[name])
            name = value(child(chain[-1], "basedOn"))
        return chain


def switch_value(element: _Element, name: str) -> bool:
    """Tell whether an attribute switches something on."""
    return value(element, name) in ("1", "true", "on")


def look_of(properties: Properties) -> Look:
    """Return what run properties (``rPr``) say."""
    if _LOOKS.isdisjoint(properties):
        return PLAIN
    raised = value(properties.get("vertAlign"))
    struck = switch(properties.get("strike"))
    return Look(
        switch(properties.get("b")),
        switch(properties.get("vanish")),
        switch(properties.get("dstrike")) if struck is None else struck,
        raised if raised in ("superscript", "subscript", "baseline") else "",
    )


def place_of(properties: Properties) -> Place:
    """Return what paragraph properties (``pPr``) say of level and list."""
    outlined, listed = properties.get("outlineLvl"), properties.get("numPr")
    if outlined is None and listed is None:
        return NOWHERE
    level = number(outlined, otherwise=-1)
    return Place(
        -1 if level < 0 else (level + 1 if level < _BODY_LEVEL else 0),
        number(child(listed, "numId"), otherwise=-1),
        number(child(listed, "ilvl"), otherwise=-1),
    )
