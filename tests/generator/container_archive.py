"""The containers of the fixtures' archive: one of each kind, with filings in every format inside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.generator import build, codes, layouts_word, pack

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.generator.model import GeneratedFiling

FOLDER = "containers"


@dataclass(frozen=True)
class Held:
    """A filing in a container: its name there, and how it is made."""

    name: str
    org: int
    year: int
    layout: str
    faults: str = ""

    def make(self, container: str) -> GeneratedFiling:
        """The filing with its truth; its source is ``container!name``."""
        how = layouts_word.generate if self.layout.startswith("word") else build.generate
        return how(
            self.org * 100 + self.year % 100,
            codes.in_force(self.year) or "2014",
            self.layout,
            year=self.year,
            org=self.org,
            faults=self.faults.split(),
            source=f"{FOLDER}/{container}!{self.name}",
        )


@dataclass(frozen=True)
class ContainerSpec:
    """A container: its name, the filings in it, and how they are packed. ``once``: its bytes are not the same each time."""

    name: str
    held: tuple[Held, ...]
    packed: Callable[[dict[str, bytes]], bytes]
    once: bool = False

    @property
    def path(self) -> str:
        """Where it is in the archive."""
        return f"{FOLDER}/{self.name}"

    def filings(self) -> list[GeneratedFiling]:
        """The filings in it, with their truth."""
        made = [held.make(self.name) for held in self.held]
        return [replace(f, filing={**f.filing, "kind": f"container-{self.name}"}) for f in made]

    def data(self) -> bytes:
        """The container itself."""
        return self.packed({f.source.partition("!")[2]: f.data for f in self.filings()})


def _nested(files: dict[str, bytes]) -> bytes:
    inside = {n.removeprefix("内层.zip!"): d for n, d in files.items() if n.startswith("内层.zip!")}
    others = {n: d for n, d in files.items() if not n.startswith("内层.zip!")}
    return pack.zipped({**others, "内层.zip": pack.zipped(inside)}, "gb18030")


def _crawl(files: dict[str, bytes]) -> bytes:
    """A crawl: a page in gzip and chunks, one in Brotli, a file; a missing page, and what pages are dressed with."""
    (first, page), (second, other), (third, file) = files.items()
    records = [
        pack.warc_record(
            "response", first, pack.http(page, "text/html; charset=gbk", coding="gzip", chunked=True)
        ),
        pack.warc_record(
            "response", "https://www.example.gov.cn/404", pack.http(page, status="404 Not Found")
        ),
        pack.warc_record("response", "https://www.example.gov.cn/a.css", pack.http(b"td{}", "text/css")),
        pack.warc_record("response", second, pack.http(other, "text/html", coding="br")),
        pack.warc_record("resource", third, file, "application/octet-stream"),
    ]
    return b"".join(pack.gzipped(record) for record in records)


def _records(files: dict[str, bytes]) -> list[dict[str, object]]:
    return [
        {
            "url": name,
            "html": data.decode() if name.endswith("html") else None,
            "text": None if name.endswith("html") else data.decode(),
        }
        for name, data in files.items()
    ]


def _saved_page(files: dict[str, bytes]) -> bytes:
    ((url, page),) = files.items()
    head = f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {url}\r\nSubject: page\r\n"
    parts = [
        ("text/html; charset=utf-8", f"Content-Location: {url}\r\n", page),
        ("text/css", "Content-Location: https://www.example.gov.cn/a.css\r\n", b"td{}"),
    ]
    return pack.mime(parts, head=head)


def _mail(files: dict[str, bytes]) -> bytes:
    ((name, page),) = files.items()
    parts = [("text/html; charset=utf-8", f'Content-Disposition: attachment; filename="{name}"\r\n', page)]
    return pack.mime(parts, "mixed", "Subject: report\r\nFrom: a@example.org\r\n")


_SITE = "https://www.example.gov.cn/"


def container_specs() -> tuple[ContainerSpec, ...]:
    """Every container of the archive."""
    return (
        ContainerSpec(
            "年报.zip",
            (
                Held("统计/年报.html", 220, 2022, "html-bare", "row-total"),
                Held("年报.txt", 221, 2021, "text-markdown"),
                Held("内层.zip!一/年报.docx", 222, 2023, "word-numbered"),
            ),
            _nested,
        ),
        ContainerSpec("pages.tar", (Held("a/2019.html", 223, 2019, "html-cms"),), pack.tarred),
        ContainerSpec(
            "pages.tar.gz",
            (Held("b/2021.html", 224, 2021, "html-gbk"), Held("a/2020.txt", 225, 2020, "text-bars")),
            lambda files: pack.gzipped(pack.tarred(files)),
        ),
        ContainerSpec(
            "pages.tar.xz",
            (Held("2016.html", 226, 2016, "html-bare"),),
            lambda files: pack.xzed(pack.tarred(files)),
        ),
        ContainerSpec(
            "年报.7z",
            (Held("统计/2022.html", 237, 2022, "html-cms"), Held("2020.txt", 238, 2020, "text-padded")),
            pack.seven_zipped,
            once=True,
        ),
        ContainerSpec(
            "one.html.gz",
            (Held("one.html", 227, 2023, "html-word", "column-total"),),
            lambda files: pack.gzipped(next(iter(files.values()))),
        ),
        ContainerSpec(
            "crawl.warc.gz",
            (
                Held(f"{_SITE}zfxxgk/a.html?id=1", 228, 2022, "html-gbk"),
                Held(f"{_SITE}zfxxgk/b.html", 229, 2021, "html-cms", "balance"),
                Held(f"{_SITE}files/c.docx", 230, 2020, "word-plain"),
            ),
            _crawl,
        ),
        ContainerSpec(
            "crawl.jsonl.gz",
            (Held(f"{_SITE}1.html", 231, 2023, "html-nested"), Held(f"{_SITE}2", 232, 2019, "text-padded")),
            lambda files: pack.gzipped(pack.json_lines(_records(files))),
        ),
        ContainerSpec(
            "crawl.parquet",
            (Held(f"{_SITE}3", 233, 2021, "text-tabs"), Held(f"{_SITE}4.html", 234, 2022, "html-spans")),
            lambda files: pack.parquet(_records(files), 1),
            once=True,
        ),
        ContainerSpec("saved.mhtml", (Held(f"{_SITE}5.html", 235, 2023, "html-cms"),), _saved_page),
        ContainerSpec("mail.eml", (Held("report.html", 236, 2020, "html-strong"),), _mail),
    )
