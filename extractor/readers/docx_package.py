"""An Office Open XML package: its parts and relationships, opened within bounds; nothing outside is fetched.

Source: ECMA-376, part 2 (packages). Both forms are read, transitional and strict.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from extractor.errors import UnreadableError
from extractor.inputs.members import Budget, Limits
from extractor.readers.docx_names import transitional

if TYPE_CHECKING:
    from lxml.etree import _Element

_LIMITS = Limits(member=128 * 1024 * 1024)
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
_CUT = "文件不完整或已损坏，不能读取；请重新下载 (cut short or damaged: download it again)"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Relationship(NamedTuple):
    """What one part says of another: the last word of the relationship's type, and the part's name."""

    kind: str
    target: str


class Package:
    """The parts of a package, by name; names are compared as the standard has it, whatever their case."""

    def __init__(self, data: bytes) -> None:
        """Open a package. Raises ``UnreadableError`` for one that is cut short or damaged."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise UnreadableError(_CUT) from error
        self._budget = Budget(_LIMITS, len(data))
        self._parts = {info.filename.lower().lstrip("/"): info for info in self._zip.infolist()}

    def part(self, name: str) -> bytes | None:
        """Return the bytes of a part; ``None`` where there is none.

        Raises ``UnreadableError`` for one that is damaged, encrypted or unpacks to too much.
        """
        info = self._parts.get(name.lower().lstrip("/"))
        if info is None:
            return None
        self._budget.allow(info.file_size, info.compress_size)
        try:
            with self._zip.open(info) as file:
                data = file.read(info.file_size + 1)
        except _DAMAGE as error:
            raise UnreadableError(_CUT) from error
        self._budget.spend(len(data))
        return data

    def xml(self, name: str) -> _Element | None:
        """Return the root of an XML part; ``None`` where there is none.

        A part with a DTD, which the standard forbids, is refused: entities are never resolved.
        """
        data = self.part(name)
        return None if data is None else _parse(data)

    def relationships(self, name: str) -> dict[str, Relationship]:
        """Return the relationships of a part (of the package: ``""``) by id; those that lead out are left out."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, Relationship] = {}
        for element in root.iter(_RELATIONSHIPS) if root is not None else ():
            target = element.get("Target", "")
            if element.get("TargetMode") == "External" or not target:
                continue
            whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[element.get("Id", "")] = Relationship(element.get("Type", "").rpartition("/")[2], whole)
        return found


def _parse(data: bytes) -> _Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(transitional(data), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"{_CUT}: {error.msg}") from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableError(
            "Word 文件里有不允许的 DTD，未读取 (it has a DTD, which Word files may not have: not read)"
        )
    return root
