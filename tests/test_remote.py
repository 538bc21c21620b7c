"""Inputs and outputs that fsspec reaches: the same comes out as from a folder, and only what changed goes back."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import fsspec
import pytest
from click.testing import CliRunner

from extractor.batch import staging
from extractor.batch.lock import BusyError
from extractor.batch.order import Order
from extractor.batch.run import run
from extractor.batch.staging import staged
from extractor.cli import main
from extractor.errors import UsageError
from extractor.inputs import remote
from extractor.inputs.sources import Selection, find_sources
from tests.conftest import content
from tests.generator import pack
from tests.scoring import rows
from tests.test_attachments import page, put, word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = {
    "部门/b.html": page("t.docx"),
    "部门/t.docx": word(),
    "c.zip": pack.zipped({"a.html": page("x.docx")}),
}


@pytest.fixture
def store() -> Iterator[fsspec.AbstractFileSystem]:
    found = fsspec.filesystem("memory")
    found.store.clear()
    found.pseudo_dirs[:] = [""]
    yield found
    found.store.clear()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def fill(store: fsspec.AbstractFileSystem, files: dict[str, bytes | str], folder: str = "in") -> str:
    for name, data in files.items():
        store.pipe_file(f"/{folder}/{name}", data if isinstance(data, bytes) else data.encode())
    return f"memory://{folder}"


def do(source: Path | str, output: Path, **options: object):
    selection = Selection(output=output)
    sources = list(find_sources([source], [], selection))
    options = {"engine": "inline", "reports": "none"} | options
    return run(iter(sources), Order(output, roots=selection.roots, **options))


def test_the_same_comes_out_as_from_a_folder(store, tmp_path):
    here = put(tmp_path / "in", FILES)
    do(here, tmp_path / "local")
    do(fill(store, FILES), tmp_path / "remote")
    assert content(tmp_path / "local") == content(tmp_path / "remote")
    filings = {r["source"]: r for r in rows(tmp_path / "remote/filings.csv")}
    assert filings["部门/b.html"]["attachments"] == "部门/t.docx"
    assert filings["c.zip!a.html"]["status"] == "no_tables"


def test_the_processes_of_a_pool_fetch_for_themselves(tmp_path):
    here = put(tmp_path / "in", FILES)
    do(here, tmp_path / "local")
    do(f"file://{here}", tmp_path / "remote", engine="local", jobs=2)
    assert content(tmp_path / "local") == content(tmp_path / "remote")


def test_what_has_not_changed_is_not_fetched_again(store, tmp_path, monkeypatch):
    url, output = fill(store, FILES), tmp_path / "out"
    assert do(url, output).read == 3
    assert do(url, output).read == 0
    store.pipe_file("/in/部门/t.docx", word(year=2021))
    fetched = []
    get = type(store).get_file
    monkeypatch.setattr(
        type(store),
        "get_file",
        lambda self, name, *a, **k: (fetched.append(name), get(self, name, *a, **k))[1],
    )
    # The page beside it is read again too: its tables may have been in it.
    assert do(url, output).read == 2
    assert not [name for name in fetched if name.endswith(".zip")]
    store.rm_file("/in/部门/t.docx")
    do(url, output)
    assert [r["source"] for r in rows(output / "filings.csv")] == ["c.zip!a.html", "部门/b.html"]


def test_a_file_that_cannot_be_fetched_costs_itself_alone(store, tmp_path, monkeypatch):
    url = fill(store, {"a.html": page("x.docx"), "b.html": page("x.docx")})
    get = type(store).get_file

    def refuse(self, name, *args, **kwargs):
        if name.endswith("a.html"):
            raise PermissionError("denied by the store")
        return get(self, name, *args, **kwargs)

    monkeypatch.setattr(type(store), "get_file", refuse)
    do(url, tmp_path / "out")
    bad, good = rows(tmp_path / "out/filings.csv")
    assert (bad["status"], good["status"]) == ("unreadable", "no_tables")
    assert "denied by the store" in bad["error"]


@pytest.mark.parametrize("name", ["../x.html", "a/../../x.html", "a//b.html", "./x.html", "a\0b"])
def test_no_name_of_a_store_leads_out_of_the_folder(tmp_path, name):
    assert remote._inside(tmp_path, name) is None


def test_several_inputs_and_single_files(store, tmp_path):
    url = fill(store, FILES)
    here = put(tmp_path / "in", {"z.html": page("x.docx")})
    named = [s.name for s in find_sources([url, here / "z.html"], [], Selection())]
    assert named == ["in/c.zip", "in/部门/b.html", "in/部门/t.docx", "z.html"]
    assert [s.name for s in find_sources([f"{url}/c.zip"], [], Selection())] == ["c.zip"]
    with pytest.raises(UsageError, match="not found: memory://nowhere"):
        list(find_sources(["memory://nowhere"], [], Selection()))
    with pytest.raises(UsageError, match="nosuch://"):
        list(find_sources(["nosuch://x"], [], Selection()))


def test_without_fsspec_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    remote._of_protocol.cache_clear()
    with pytest.raises(UsageError, match=r"pip install 'extractor\[remote\]'"):
        list(find_sources(["memory://x"], [], Selection()))
    remote._of_protocol.cache_clear()


def told(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["run", *arguments, "--engine", "inline"])
    assert result.exit_code == 0, result.output
    return result.output


def test_an_output_at_a_url_is_that_of_a_folder(store, tmp_path):
    url = fill(store, FILES)
    told(url, "--output", "memory://out")
    told(url, "--output", str(tmp_path / "out"))
    there = {
        name.removeprefix("/out/"): data.getvalue()
        for name, data in store.store.items()
        if name.startswith("/out/") and "/.extractor/" not in name
    }
    assert there == content(tmp_path / "out")
    assert not store.exists("/out/.extractor/writing.json")


def test_another_machine_goes_on_where_the_first_one_stopped(store, tmp_path):
    url = fill(store, FILES)
    told(url, "--output", "memory://out")
    shutil.rmtree(tmp_path / "cache")
    store.rm_file("/in/部门/t.docx")
    told(url, "--output", "memory://out")
    log = store.cat_file("/out/.extractor/log.jsonl").decode().splitlines()
    assert [json.loads(line)["read"] for line in log if '"end"' in line] == [3, 1]
    assert not store.exists("/out/reports/部门/t.docx.html")
    assert store.exists("/out/reports/部门/b.html.html")


def test_two_at_once_are_refused_and_a_dead_one_is_passed_over(store):
    store.pipe_file("/out/.extractor/writing.json", json.dumps({"host": "elsewhere", "process": 1}).encode())
    with pytest.raises(BusyError, match=r"elsewhere.*process 1"), staged("memory://out"):
        pass
    dead = {"host": staging.socket.gethostname(), "process": 2**22 + 1}
    store.pipe_file("/out/.extractor/writing.json", json.dumps(dead).encode())
    with staged("memory://out") as folder:
        (folder / "a").write_text("a")
    assert store.cat_file("/out/a") == b"a"


def test_a_place_with_files_of_others_is_left_alone(store):
    store.pipe_file("/out/theirs.csv", b"x")
    with pytest.raises(UsageError, match="no run of ours wrote"), staged("memory://out"):
        pass
    assert store.cat_file("/out/theirs.csv") == b"x"
    assert not store.exists("/out/.extractor/writing.json")


def write_and_fail(url: str) -> None:
    with staged(url) as folder:
        (folder / "a").write_text("a")
        raise ZeroDivisionError


def test_what_was_read_before_a_fault_is_kept_for_the_next(store):
    with pytest.raises(ZeroDivisionError):
        write_and_fail("memory://out")
    assert store.cat_file("/out/a") == b"a"
    with staged("memory://out") as folder:
        assert (folder / "a").read_text() == "a"
        (folder / "a").unlink()
    assert not store.exists("/out/a")
