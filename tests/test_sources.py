"""Walking inputs: names, order, links, filters. The contract says what a source is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor.errors import UsageError
from extractor.inputs.sources import Selection, find_sources


def make(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return folder


def names(*inputs: Path, listed: tuple[Path, ...] = (), selection: Selection | None = None) -> list[str]:
    return [s.name for s in find_sources(inputs, listed, selection or Selection())]


def test_one_folder_gives_paths_below_it_in_the_order_of_sources(tmp_path):
    folder = make(tmp_path / "in", "b/x.html", "b-1.html", "b.html", "a/y/z.txt", "a/.hidden", "市/报告.html")
    expected = ["a/.hidden", "a/y/z.txt", "b-1.html", "b.html", "b/x.html", "市/报告.html"]
    assert names(folder) == expected == sorted(expected)


def test_one_file_is_its_name(tmp_path):
    assert names(make(tmp_path, "deep/report.html") / "deep/report.html") == ["report.html"]


def test_several_inputs_begin_with_their_last_component_made_unique(tmp_path):
    make(tmp_path, "one/2023/a.html", "two/2023/a.html", "three/2023/b.html", "f/a.html", "g/a.html")
    roots = [tmp_path / p for p in ("one/2023", "two/2023", "three/2023", "f/a.html", "g/a.html")]
    assert names(*roots) == ["2023/a.html", "2023~2/a.html", "2023~3/b.html", "a.html", "a.html~2"]


def test_a_name_that_is_taken_is_passed_over(tmp_path):
    make(tmp_path, "x/d/1", "y/d/2", "z/d~2/3")
    found = names(tmp_path / "x/d", tmp_path / "z/d~2", tmp_path / "y/d")
    assert found == ["d/1", "d~2/3", "d~3/2"]


def test_a_trailing_slash_or_dot_does_not_change_the_name(tmp_path, monkeypatch):
    make(tmp_path, "in/a", "other/b")
    monkeypatch.chdir(tmp_path / "in")
    assert names(Path(), tmp_path / "other") == ["in/a", "other/b"]
    assert names(Path("../in"), tmp_path / "other") == ["in/a", "other/b"]


def test_listed_files_keep_the_path_they_are_listed_with(tmp_path, monkeypatch):
    make(tmp_path, "archive/x/2023.html", "archive/y/2023.html", "elsewhere/z.html")
    monkeypatch.chdir(tmp_path)
    listed = (Path("./archive/y/2023.html"), Path("archive/x/2023.html"), Path("archive/../elsewhere"))
    assert names(listed=listed) == ["archive/x/2023.html", "archive/y/2023.html", "elsewhere/z.html"]


def test_the_output_folder_is_not_read(tmp_path):
    make(tmp_path, "a.html", "output/index.html", "output/reports/a.html.html", "output2/b.html")
    selection = Selection(output=tmp_path / "output")
    assert names(tmp_path, selection=selection) == ["a.html", "output2/b.html"]
    assert [s.reason for s in selection.skipped] == ["the output folder"]


def test_the_output_folder_cannot_be_the_input(tmp_path):
    with pytest.raises(UsageError, match="itself an input"):
        names(make(tmp_path, "a.html"), selection=Selection(output=tmp_path))


def test_links_out_of_the_folder_are_not_followed(tmp_path):
    make(tmp_path, "in/a.html", "in/sub/b.html", "secret/s.html")
    (tmp_path / "in/out.html").symlink_to(tmp_path / "secret/s.html")
    (tmp_path / "in/outdir").symlink_to(tmp_path / "secret")
    (tmp_path / "in/inside.html").symlink_to("sub/b.html")
    (tmp_path / "in/loop").symlink_to("loop")
    (tmp_path / "in/gone").symlink_to("nowhere")
    selection = Selection()
    assert names(tmp_path / "in", selection=selection) == ["a.html", "inside.html", "sub/b.html"]
    assert {s.path.name: s.reason for s in selection.skipped} == {
        "out.html": "link out of the input",
        "outdir": "link to a folder",
        "loop": "link that leads nowhere: links in a circle",
        "gone": "link that leads nowhere: No such file or directory",
    }


def test_links_inside_are_told_the_same_with_several_inputs(tmp_path):
    make(tmp_path, "in/a.html", "in2/b.html")
    (tmp_path / "in/sideways.html").symlink_to(tmp_path / "in2/b.html")
    (tmp_path / "in/inside.html").symlink_to("a.html")
    assert names(tmp_path / "in", tmp_path / "in2") == ["in/a.html", "in/inside.html", "in2/b.html"]


def test_a_pipe_is_passed_by(tmp_path):
    make(tmp_path, "a.html")
    os.mkfifo(tmp_path / "pipe")
    selection = Selection()
    assert names(tmp_path, selection=selection) == ["a.html"]
    assert [s.path.name for s in selection.skipped] == ["pipe"]
    (named,) = find_sources([tmp_path / "pipe"], [], Selection())
    assert named.problem == "neither a file nor a folder"


def test_names_that_are_no_utf8_are_printed_and_stay_apart(tmp_path):
    for raw in (b"a\xff.html", b"a\xfe.html", rb"a\xff.html"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw)).write_text("x")
    found = list(find_sources([tmp_path], [], Selection()))
    assert [s.name for s in found] == [r"a\xfe.html", r"a\xff.html", r"a\xff.html~2"]
    assert len({s.path for s in found}) == 3
    for source in found:
        source.name.encode()


def test_globs_and_limit(tmp_path):
    folder = make(tmp_path, "a/1.html", "a/2.txt", "b/1.html", "b/drafts/3.html")

    def pick(*include: str, exclude: tuple[str, ...] = (), limit: int | None = None) -> list[str]:
        return names(folder, selection=Selection(include, exclude, limit))

    assert pick("*.html") == ["a/1.html", "b/1.html", "b/drafts/3.html"]
    assert pick("b/*") == ["b/1.html", "b/drafts/3.html"]
    assert pick("*.html", exclude=("*/drafts/*",)) == ["a/1.html", "b/1.html"]
    assert pick("*.txt", "b/1.*") == ["a/2.txt", "b/1.html"]
    assert pick(limit=2) == ["a/1.html", "a/2.txt"]
    assert pick(limit=0) == []
    selection = Selection(include=("*.pdf",))
    assert names(folder, selection=selection) == []
    assert selection.filtered == 4


def test_what_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"not found: .*gone.*, .*lost"):
        names(tmp_path / "gone", tmp_path / "lost")
