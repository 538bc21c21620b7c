"""Old Word, WPS and RTF files: told by what they are, read through LibreOffice, or refused with what to do."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from extractor.errors import UnreadableError
from extractor.inputs import ole
from extractor.inputs.media import sniff
from extractor.readers import office, open_document
from tests.conftest import ROOT, run_program
from tests.generator import pack
from tests.generator import word_xml as w
from tests.generator.compound import compound
from tests.scoring import rows, wrong_cells, wrong_filings, wrong_violations

LEGACY = ROOT / "fixtures/legacy"
INSTALLED = shutil.which("soffice") or shutil.which("libreoffice")
with_office = pytest.mark.skipif(
    not INSTALLED, reason="LibreOffice is not installed: old Word files are not read here"
)


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A program that stands in for LibreOffice: a shell script that is given the folder to write to."""

    def install(script: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        program = folder / "soffice"
        program.write_text(f'#!/bin/sh\nout="$7"\n{script}\n', encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        office._program.cache_clear()
        return folder

    yield install
    office._program.cache_clear()


@pytest.mark.parametrize("sector", [512, 4096])
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("WordDocument", "application/msword"),
        ("EncryptedPackage", "application/x-encrypted-office"),
        ("Workbook", "application/vnd.ms-excel"),
        ("PowerPoint Document", "application/vnd.ms-powerpoint"),
        ("Anything", "application/x-ole-storage"),
    ],
)
def test_compound_files_are_told_by_the_names_at_their_root(name: str, expected: str, sector: int) -> None:
    data = compound("CompObj", "Data", "1Table", "SummaryInformation", name, sector=sector)
    assert sniff(data) == expected
    assert ole.root_names(data) == {"CompObj", "Data", "1Table", "SummaryInformation", name}


def test_compound_files_made_to_break_readers() -> None:
    data = compound("WordDocument")
    assert ole.root_names(data[:600]) == frozenset()
    assert ole.root_names(data[:20]) == frozenset()
    loop = data[:1536] + data[1536:].replace(b"\xff\xff\xff\xff", b"\x01\x00\x00\x00")
    assert ole.media_type(loop) in {"application/msword", "application/x-ole-storage"}
    chain = data[:516] + b"\x01\0\0\0" + data[520:]  # the directory's sector is followed by itself
    assert ole.media_type(chain) == "application/msword"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (compound("EncryptedPackage"), "password"),
        (compound("Workbook"), "spreadsheet"),
        (compound("Nothing"), "compound"),
        (pack.zipped({"OFD.xml": b"<x/>", "Doc_0/Document.xml": b"<x/>"}), "OFD"),
        (pack.zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "spreadsheet"),
        (pack.zipped({"[Content_Types].xml": b"<x/>", "ppt/presentation.xml": b"<x/>"}), "presentation"),
    ],
)
def test_what_is_not_read_says_what_to_do(data: bytes, word: str) -> None:
    with pytest.raises(UnreadableError, match=word):
        open_document(data)


def test_without_libreoffice_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_program", lambda: "")
    for data in (compound("WordDocument"), b"{\\rtf1 x}", b'<?mso-application progid="Word.Document"?><x/>'):
        with pytest.raises(UnreadableError, match="libreoffice-writer-nogui"):
            open_document(data)


def test_a_first_run_that_does_nothing_is_followed_by_another(suite) -> None:
    folder = suite(
        'if [ -e "$0.once" ]; then mkdir -p "$out"; cp "$0.docx" "$out/document.docx"; else touch "$0.once"; exit 81; fi'
    )
    (folder / "soffice.docx").write_bytes(w.package(w.said("一、总体情况")))
    document = open_document(b"{\\rtf1 x}").document
    assert [b.text for b in document.blocks] == ["一、总体情况"]
    assert (document.media_type, document.reader) == ("application/rtf", "libreoffice")


def test_nothing_made_of_a_file_is_an_error(suite) -> None:
    suite("exit 0")
    with pytest.raises(UnreadableError, match="cannot convert"):
        office.read(b"{\\rtf1 x}", "application/rtf")


def test_a_run_without_end_is_ended_with_all_that_it_started(
    suite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(office, "_LONGEST", 0.5)
    suite(f"sleep 300 & echo $! > {tmp_path}/child; sleep 300")
    with pytest.raises(UnreadableError, match="did not finish"):
        office.read(b"{\\rtf1 x}", "application/rtf")
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and _lives(child):
        time.sleep(0.05)
    assert not _lives(child)


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_each_process_has_a_profile_with_no_way_out() -> None:
    settings = (office._profile() / "user/registrymodifications.xcu").read_text("utf-8")
    for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "ooInetProxyType"):
        assert name in settings


@with_office
def test_legacy_fixtures_give_their_truth(tmp_path: Path) -> None:
    output = tmp_path / "output"
    result = run_program("run", LEGACY / "archive", "--output", output, "--jobs", "1", "--reports", "none")
    assert result.exit_code == 0, result.output
    assert wrong_cells(output, LEGACY / "truth") == []
    assert wrong_filings(output, LEGACY / "truth") == []
    assert wrong_violations(output, LEGACY / "truth", lambda rule: rule.startswith("applications")) == []
    assert {r["reader"] for r in rows(output / "filings.csv")} == {"libreoffice"}
