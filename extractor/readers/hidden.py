"""What a page holds and nobody sees: hidden, struck out, moved off the screen or without size."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from extractor.readers.mend import INLINE, drop

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from lxml.etree import _Element

# Looked for in the page first: most hide nothing, and asking every element is slow.
_SIGNS_IN_STYLE = (
    r"isplay\s*:\s*n",
    r"isibility\s*:\s*[hc]",
    r"line-through",
    r"-hide\s*:\s*a",
    r"eft\s*:\s*-\d{3}",
    r"indent\s*:\s*-\d{3}",
    r"ont-size\s*:\s*0",
)
# The same less exactly, each begun by what is rare in pages: that none is there is soon told.
_COARSE = tuple(
    re.compile(sign)
    for sign in (rb"y\s*:\s*[nhc]", rb":\s*-\d{3}", rb"ze\s*:\s*0", rb"ugh", rb"hid(?:den|e\s*:)")
)
_STYLE_MAY_HIDE = tuple(re.compile(sign) for sign in _SIGNS_IN_STYLE)
_MAY_HIDE = tuple(re.compile(sign.encode()) for sign in (*_SIGNS_IN_STYLE, r"hidden(?=[\s=>/])"))
_MAY_BLANK = tuple(re.compile(sign.encode()) for sign in _SIGNS_IN_STYLE[1:])
_SHEET = re.compile(rb"<style.*?(?:</style|$)", re.DOTALL)
_HIDING = {
    "display": re.compile(r"none"),
    "mso-hide": re.compile(r"all"),
    "visibility": re.compile(r"hidden|collapse"),
    "text-decoration": re.compile(r".*line-through"),
    "text-decoration-line": re.compile(r".*line-through"),
    "left": re.compile(r"-(?:999|[1-9]\d{3,})"),
    "text-indent": re.compile(r"-(?:999|[1-9]\d{3,})"),
}
"""The properties that take what they are set on out of sight, and the values that do."""
_NO_SIZE = re.compile(r"0+(?:\.0+)?(?:px|pt|em|rem|%)?(?:\s|!|$)")
_OWN_SIZE = re.compile(r"font(?:-size)?\s*:(?!\s*(?:inherit|[\d.]+(?:em|%)))", re.IGNORECASE)
# Nothing moves up where one of these is only not seen: its place in the table stays.
_PLACES = frozenset(("td", "th", "tr", "thead", "tbody", "tfoot"))
_GONE = ("display", "mso-hide")

_COMMENT = re.compile(r"/\*.*?(?:\*/|$)|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{}]*)([{}])")
_SIMPLE = re.compile(r"([a-z][\w\-]*)?((?:[.#][\w\-]+)*)", re.IGNORECASE)
_SUBJECT = re.compile(r"[^\s>+~]+$")
_SCREEN = re.compile(r"(?:only\s+)?(?:all|screen)?", re.IGNORECASE)
_PRINT = re.compile(r"(?:only\s+)?print", re.IGNORECASE)

_with_hidden = etree.XPath("//@hidden/..")
_with_style = etree.XPath("//@style/..")
_with_name = etree.XPath("//*[@class or @id]")


class _Rule(NamedTuple):
    """What a style sheet says on one property for the elements of one compound selector.

    ``certain``: it holds wherever the selector fits; else it may hold (there are ancestors or a width
    to ask for), which is enough to show an element, not to hide one.
    """

    tag: str
    names: frozenset[str]
    weight: tuple[bool, int, int, int, int]
    hides: bool
    certain: bool

    def fits(self, element: _Element, names: set[str]) -> bool:
        return (not self.tag or element.tag == self.tag) and self.names <= names


def may_hide(page: bytes) -> bool:
    """Tell whether a page, given in lower case, may hold anything that is not seen."""
    return any(sign.search(page) for sign in _COARSE) and any(sign.search(page) for sign in _MAY_HIDE)


def may_blank(page: bytes) -> bool:
    """Tell whether a page, in lower case, may hide anything but by taking it out together with its place.

    That is: by anything but an attribute or style on the very element, which says that it is not displayed.
    """
    return any(sign.search(page) for sign in _MAY_BLANK) or any(
        sign.search(sheet) for sheet in _SHEET.findall(page) for sign in _MAY_HIDE
    )


def drop_hidden(root: _Element) -> None:
    """Take out of a page what a browser would not show.

    Style sheets are asked as far as they name elements, classes and ids; where another rule may show
    the element again, it stays. To be called while the ``style`` elements are still in the page.
    """
    drop(_with_hidden(root))
    rules = _hiding_rules(root)
    for element in _with_style(root):
        style = _read_style(element.get("style"))
        if style.hidden_by:
            _hide(element, style.hidden_by, style.collapsed)
        elif style.without_size:
            _empty(element)
    unseen: dict[_Element, list[str]] = defaultdict(list)
    for name, found in rules.items():
        wide = any(rule.hides and not rule.names for rule in found)
        by_name = _by_name(found)
        for element in root.iter(etree.Element) if wide else _with_name(root):
            if _is_hidden(element, name, by_name):
                unseen[element].append(name)
    for element in _without_last_tables(root, unseen) if unseen else ():
        _hide(element, unseen[element], collapsed=False)


def _without_last_tables(root: _Element, unseen: dict[_Element, list[str]]) -> list[_Element]:
    """Return what may be hidden: where no table would be left, a script shows what holds them."""
    tables = list(root.iter("table"))
    if any(not any(e in unseen for e in chain((table,), table.iterancestors())) for table in tables):
        return list(unseen)
    return [element for element in unseen if next(element.iter("table"), None) is None]


def _by_name(rules: list[_Rule]) -> dict[str, list[_Rule]]:
    """Return rules by one of the names that they ask for (none: empty): a page may have thousands of both."""
    found: dict[str, list[_Rule]] = defaultdict(list)
    for rule in rules:
        found[min(rule.names, default="")].append(rule)
    return dict(found)


def _is_hidden(element: _Element, name: str, rules: dict[str, list[_Rule]]) -> bool:
    """Tell whether the weightiest of the rules on a property hides an element."""
    names = {f".{part}" for part in (element.get("class") or "").split()}
    names.add(f"#{element.get('id')}")
    asked = (rule for key in ("", *names) for rule in rules.get(key, ()))
    fitting = [rule for rule in asked if rule.fits(element, names)]
    hiding = [rule for rule in fitting if rule.hides and rule.certain]
    if not hiding:
        return False
    strongest = max(rule.weight for rule in hiding)
    if any(not rule.hides and (not rule.certain or rule.weight > strongest) for rule in fitting):
        return False
    style = element.get("style")
    return strongest[0] or style is None or name not in dict(_declarations(style))


def _hides(name: str, value: str) -> bool:
    return _HIDING[name].match(value) is not None


class _Style(NamedTuple):
    """What a ``style`` attribute does to what it is set on."""

    hidden_by: tuple[str, ...]
    collapsed: bool
    without_size: bool


@lru_cache(maxsize=16384)
def _read_style(style: str) -> _Style:
    """Return what a style does; pages repeat few styles many times."""
    declared = dict(_declarations(style))
    hidden = tuple(name for name in declared if name in _HIDING and _hides(name, declared[name]))
    collapsed = declared.get("visibility", "").startswith("collapse")
    return _Style(hidden, collapsed, _NO_SIZE.match(declared.get("font-size", "")) is not None)


def _hide(element: _Element, properties: Collection[str], collapsed: bool) -> None:
    """Take an element out, or only its text where its place is still there to be seen.

    A page that hides all of its body has a script to show it.
    """
    if element.tag in ("html", "body"):
        return
    without_place = collapsed and element.tag not in ("td", "th")
    if element.tag not in _PLACES or without_place or any(name in _GONE for name in properties):
        drop((element,))
        return
    for inner in element.iter():
        inner.text = None
        if inner is not element and inner.tag not in _PLACES:
            inner.tail = None


def _empty(element: _Element) -> None:
    """Take away the text without size; what may have a size of its own inside keeps it."""
    element.text = None
    for child in element:
        child.tail = None
        style = child.get("style")
        named = child.get("class") or child.get("id")
        if child.tag in INLINE and not named and not (style and _OWN_SIZE.search(style)):
            _empty(child)


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip(), value.strip()


def _hiding_rules(root: _Element) -> dict[str, list[_Rule]]:
    """Return the rules of the page's style sheets by property, for each property that one of them hides by."""
    found: dict[str, list[_Rule]] = defaultdict(list)
    for sheet in root.iter("style"):
        text = sheet.text or ""
        if any(pattern.search(text.lower()) for pattern in _STYLE_MAY_HIDE) and not _is_print(
            sheet.get("media") or ""
        ):
            certain = _SCREEN.fullmatch((sheet.get("media") or "").strip()) is not None
            for selectors, body, sure in _rules(text, certain=certain):
                _add(found, selectors, body, certain=sure)
    return {n: rules for n, rules in found.items() if any(r.hides and r.certain for r in rules)}


def _add(found: dict[str, list[_Rule]], selectors: str, body: str, *, certain: bool) -> None:
    declared = [(n, v) for n, v in _declarations(body) if n in _HIDING]
    if not declared:
        return
    for selector in selectors.split(","):
        subject = _SUBJECT.search(selector.strip())
        simple = _SIMPLE.fullmatch(subject[0]) if subject else None
        if not subject or not simple:
            continue
        names = re.findall(r"[.#][\w\-]+", simple[2])
        ids = sum(1 for name in names if name[0] == "#")
        for name, value in declared:
            weight = ("!important" in value, ids, len(names) - ids, bool(simple[1]), len(found[name]))
            alone = subject[0] == selector.strip()
            found[name].append(
                _Rule(
                    (simple[1] or "").lower(),
                    frozenset(names),
                    weight,
                    _hides(name, value),
                    certain and alone,
                )
            )


def _rules(text: str, *, certain: bool) -> Iterator[tuple[str, str, bool]]:
    """Yield selectors, declarations and whether they hold on any screen, of each rule of a style sheet."""
    around: list[str] = []
    for before, brace in _RULE.findall(_COMMENT.sub(" ", text)):
        if brace == "{":
            # Statements such as @import end before the selector begins.
            around.append(before.rpartition(";")[2].strip())
        elif around:
            selectors = around.pop()
            media = [_media(outer) for outer in around]
            if not selectors.startswith("@") and "none" not in media:
                yield selectors, before, certain and "some" not in media


def _media(rule: str) -> str:
    """Tell whether what stands in an at-rule holds on ``all`` screens, on ``some`` or on ``none``."""
    kind, _, query = rule.partition(" ")
    if kind.lower() != "@media":
        return "some"
    if _is_print(query):
        return "none"
    return "all" if _SCREEN.fullmatch(query.strip()) else "some"


def _is_print(media: str) -> bool:
    parts: Iterable[str] = media.split(",")
    return all(_PRINT.match(part.strip()) for part in parts)
