"""Containers: every kind gives the documents in it, and what is wrong with one of them costs that one."""

from __future__ import annotations

import gzip
import io
import struct
import sys
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

from extractor.inputs.containers import container_type, members
from tests.generator import pack

if TYPE_CHECKING:
    from pathlib import Path

PAGE, OTHER = "<html><body>甲</body></html>".encode(), "乙方\n".encode()
FILES = {"乙/一.html": PAGE, "甲.txt": OTHER}


@pytest.mark.parametrize(
    "data",
    [
        pack.zipped(FILES),
        pack.zipped(FILES, "gb18030"),
        pack.tarred(FILES),
        pack.tarred(FILES, "gb18030"),
        pack.gzipped(pack.tarred(FILES)),
        pack.xzed(pack.tarred(FILES)),
        pack.seven_zipped(FILES),
    ],
    ids=["zip", "zip-gbk", "tar", "tar-gbk", "tar.gz", "tar.xz", "7z"],
)
def test_archives(held, data: bytes) -> None:
    assert held(data) == {"c!乙/一.html": PAGE, "c!甲.txt": OTHER}


def test_zip_members_come_in_the_order_of_their_names(held) -> None:
    assert list(held(pack.zipped({"b.html": PAGE, "a/z.html": PAGE, "a.html": PAGE}))) == [
        "c!a.html",
        "c!a/z.html",
        "c!b.html",
    ]


@pytest.mark.parametrize("packed", [pack.gzipped, pack.xzed])
def test_one_file_compressed_is_named_by_its_container(tmp_path: Path, packed) -> None:
    path = tmp_path / "x"
    path.write_bytes(packed(PAGE))
    suffix = "gz" if packed is pack.gzipped else "xz"
    assert [m[:3] for m in members(path, f"甲/a.html.{suffix}")] == [(f"甲/a.html.{suffix}!a.html", PAGE, "")]


def test_containers_in_containers(held) -> None:
    inner = pack.zipped({"c.html": PAGE})
    assert held(pack.zipped({"b.zip": inner, "d.html.gz": pack.gzipped(OTHER)})) == {
        "c!b.zip!c.html": PAGE,
        "c!d.html.gz!d.html": OTHER,
    }


def test_too_many_containers_in_each_other_cost_the_innermost(held) -> None:
    data = pack.zipped({"deep.html": PAGE})
    for _ in range(3):
        data = pack.zipped({"i.zip": data, "page.html": PAGE})
    found = held(data)
    assert found["c!page.html"] == found["c!i.zip!i.zip!page.html"] == PAGE
    assert "3" in found["c!i.zip!i.zip!i.zip"]


def test_word_files_are_documents_and_not_containers(tmp_path: Path) -> None:
    for name in ("[Content_Types].xml", "OFD.xml", "mimetype"):
        (tmp_path / "x").write_bytes(pack.zipped({name: b"<x/>", "word/document.xml": b"<x/>"}))
        assert not container_type(tmp_path / "x")


@pytest.mark.parametrize(
    "data", [b"", b"x", PAGE, OTHER, "标题：甲\n正文：乙\n".encode(), b"%PDF-1.4", b"{}"]
)
def test_what_is_no_container(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x").write_bytes(data)
    assert not container_type(tmp_path / "x")


def test_names_that_are_there_twice(held) -> None:
    data = pack.tarred({"a.html": PAGE})[:1024]
    assert held(data + pack.tarred({"a.html": OTHER})) == {"c!a.html": PAGE, "c!a.html~2": OTHER}


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x.html", "a/./b"])
def test_names_that_lead_out_lead_nowhere(held, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("py7zr.py7zr.check_archive_path", lambda _: True)
    assert list(held(pack.zipped({name: PAGE, "z.html": PAGE})).values()) == [PAGE, PAGE]
    found = held(pack.seven_zipped({name: PAGE, "z.html": PAGE}))
    assert found["c!z.html"] == PAGE
    assert len(found) == 2


def test_a_link_in_an_archive_is_not_followed(held) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo("link.html")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(info)
    assert "not followed" in held(buffer.getvalue())["c!link.html"]


def test_encrypted_members_are_told(held) -> None:
    data = bytearray(pack.zipped({"a.html": PAGE, "b.html": OTHER}))
    data[6] |= 1  # the flag in the local header and in the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1
    found = held(bytes(data))
    assert "password" in found["c!a.html"]
    assert found["c!b.html"] == OTHER
    assert "password" in held(pack.seven_zipped(FILES, password="x"))["c"]  # noqa: S106


def test_a_bomb_costs_itself_alone(held) -> None:
    bomb = bytes(1_900_000)
    found = held(pack.zipped({"a.html": PAGE, "bomb": bomb, "z.html": OTHER}))
    assert "bomb" in found.pop("c!bomb")
    assert found == {"c!a.html": PAGE, "c!z.html": OTHER}
    assert "limit" in held(pack.zipped({"large": bytes(3_000_000)}))["c!large"]
    assert "bomb" in held(pack.gzipped(bomb))["c!c"]
    assert any("bomb" in p for p in held(pack.gzipped(pack.tarred({"a": bomb}))).values())
    assert "bomb" in held(pack.seven_zipped({"bomb": bomb}))["c!bomb"]


def test_a_bomb_of_many_small_ones_ends(held) -> None:
    inner = pack.zipped({f"{i}": bytes(190_000) for i in range(20)})
    middle = pack.zipped({f"{i}.zip": inner for i in range(20)})
    found = held(pack.zipped({f"{i}.zip": middle for i in range(20)}))
    assert "unpacked from" in found["c"]
    assert len(found) < 200


def test_sizes_that_lie_are_not_believed(held) -> None:
    data = pack.zipped({"a.html": PAGE * 100, "b.html": OTHER})
    start = data.index(b"PK\x01\x02")
    lie = data[: start + 24] + struct.pack("<I", 10) + data[start + 28 :]
    found = held(lie)
    assert "damaged" in found["c!a.html"]
    assert found["c!b.html"] == OTHER


def test_a_damaged_member_costs_itself_alone(held) -> None:
    data = bytearray(pack.zipped({"a.html": PAGE * 9, "b.html": OTHER}))
    data[40] ^= 0xFF
    found = held(bytes(data))
    assert "damaged" in found["c!a.html"]
    assert found["c!b.html"] == OTHER


def test_a_zip_cut_short_gives_what_stands_before(held) -> None:
    files = {f"{i}.html": PAGE * (i + 1) for i in range(5)}
    whole = pack.zipped(files)
    cut = held(whole[: whole.index(b"4.html") + 20])
    assert "cut short" in cut.pop("c")
    assert cut == {f"c!{i}.html": files[f"{i}.html"] for i in range(4)}


@pytest.mark.parametrize("signed", [True, False])
def test_a_streamed_zip_cut_short(held, signed: bool) -> None:
    def streamed(name: str, data: bytes) -> bytes:
        inflated = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = inflated.compress(data) + inflated.flush()
        head = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 8, 8, 0, 0, 0, 0, 0, len(name), 0)
        tail = struct.pack("<III", zlib.crc32(data), len(packed), len(data))
        return head + name.encode() + packed + (b"PK\7\x08" if signed else b"") + tail

    data = streamed("a.html", PAGE) + streamed("b.html", OTHER) + streamed("c.html", PAGE)[:45]
    found = held(data)
    assert "cut short" in found.pop("c")
    assert found == {"c!a.html": PAGE, "c!b.html": OTHER}


@pytest.mark.parametrize("at", [600, 1024, 1500, 1600])
def test_a_tar_cut_short_gives_what_stands_before(held, at: int) -> None:
    data = pack.tarred({"a.html": PAGE, "b.html": OTHER})
    found = held(data[:at])
    assert "cut short" in found["c"]
    assert ("c!a.html" in found) == (at >= 600)
    if at >= 1024:
        assert found["c!a.html"] == PAGE
    assert found.get("c!b.html") != PAGE


def test_a_compressed_tar_cut_short(held) -> None:
    data = pack.gzipped(pack.tarred({"a.html": PAGE, "b.html": bytes(range(256)) * 400}))
    found = held(data[:-300])
    assert found["c!a.html"] == PAGE
    assert "cut short" in found["c"]


def test_a_7z_that_is_damaged_is_told(held) -> None:
    data = pack.seven_zipped({"a.html": PAGE * 50, "b.html": OTHER})
    assert "damaged" in held(data[:-30])["c"]
    broken = bytearray(data)
    broken[40] ^= 0xFF
    assert "damaged" in held(bytes(broken))["c"]


def test_7z_without_its_extra_says_what_to_install(held, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pack.seven_zipped(FILES)
    monkeypatch.setitem(sys.modules, "py7zr", None)
    assert "extractor[7z]" in held(data)["c"]


def test_a_7z_may_be_left_half_read(tmp_path: Path) -> None:
    (tmp_path / "c").write_bytes(pack.seven_zipped({f"{i}.html": PAGE * 100 for i in range(20)}))
    stream = members(tmp_path / "c", "c")
    assert next(stream).data == PAGE * 100
    stream.close()


def test_empty_containers_say_so(held) -> None:
    assert "no files" in held(pack.zipped({}))["c"]
    assert "no files" in held(pack.mime([("text/css", "", b"a{}")]))["c"]


def test_what_macos_adds_is_no_document(held) -> None:
    assert list(held(pack.zipped({"a.html": PAGE, "__MACOSX/._a.html": b"\0"}))) == ["c!a.html"]


def test_a_container_that_vanishes_is_a_problem_and_no_fault(tmp_path: Path) -> None:
    (only,) = members(tmp_path / "none", "none")
    assert only.name == "none"
    assert only.problem


def test_gzip_with_a_name_inside_is_still_named_by_its_file(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with gzip.GzipFile("other.html", "wb", fileobj=buffer, mtime=0) as file:
        file.write(PAGE)
    (tmp_path / "a.html.gz").write_bytes(buffer.getvalue())
    assert [m.name for m in members(tmp_path / "a.html.gz", "a.html.gz")] == ["a.html.gz!a.html"]


def test_zip_names_in_a_field_of_their_own(held) -> None:
    name = "甲.html".encode()
    info = zipfile.ZipInfo("__.html", pack.MOMENT)
    info.extra = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, zlib.crc32(b"__.html")) + name
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, PAGE)
    assert held(buffer.getvalue()) == {"c!甲.html": PAGE}
