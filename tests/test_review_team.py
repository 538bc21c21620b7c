"""Decisions in a store of one's own or of a team: the same in both, seen by all at once, and said where it cannot be reached."""

from __future__ import annotations

import os
import re
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from extractor.analysis import database
from extractor.analysis.database import connect_postgresql, without_password
from extractor.errors import UsageError
from extractor.review.claims import Found, Key
from extractor.review.decisions import Decisions
from extractor.review.serve import open_desk
from extractor.writers.rows import filing_id
from tests.conftest import ROOT, run_program
from tests.desk import a_run, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POSTGRESQL = os.environ.get("EXTRACTOR_TEST_POSTGRESQL", "")
NAME = "北桥/2024.html"
ID = filing_id(NAME)
SHANGWU = (ROOT / "fixtures/archive/beiqiao-zhuyuan-shangwu/2024.html").read_bytes()
CELL = ("applications", "new_requests", "total")
TEAM = pytest.param(
    "postgresql",
    marks=pytest.mark.skipif(
        not POSTGRESQL, reason="EXTRACTOR_TEST_POSTGRESQL names no database to write to"
    ),
)


@pytest.fixture(params=["sqlite", TEAM])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where decisions are kept; empty."""
    if request.param == "sqlite":
        yield str(tmp_path / "decisions.sqlite")
        return
    emptied()
    yield POSTGRESQL
    emptied()


def emptied() -> None:
    with closing(connect_postgresql(POSTGRESQL)) as db:
        db.cursor().execute("DROP TABLE IF EXISTS decision, correction")
        db.commit()


def found(column: str = "total", nth: int = 0, message: str = "不平") -> Found:
    key = Key(ID, "applications-balance", "applications", "handled_total", column, nth)
    return Found(key, "error", "violated", "2021", "", "", "1", "0", "-1", message, "", "none")


def test_the_last_decision_is_in_force_and_all_are_kept(place: str) -> None:
    state = {"outcome": "violated", "cells": [["new_requests", "total", "reported", "1"]]}
    with closing(Decisions(place)) as kept:
        assert kept.newer(0) == (0, [])
        kept.decide(found(), "accepted", "第一次 100% ? %s", "甲", state, NAME)
        kept.decide(found("legal_service"), "filing", "", "乙", state, NAME)
        kept.decide(found(nth=1), "open", "", "乙", state, NAME)
        kept.decide(found(), "reading", "a\0b", "丙", state, NAME)
        last, filings = kept.newer(0)
        assert filings == [ID]
        assert kept.newer(last) == (last, [])
        assert kept.newer(last - 1) == (last, [ID])
    with closing(Decisions(place)) as again:
        told = [(d.key.column, d.key.nth, d.verdict, d.who) for d in again.in_force(ID)]
        assert told == [("legal_service", 0, "filing", "乙"), ("total", 0, "reading", "丙")]
        assert again.in_force() == again.in_force(ID)
        assert again.in_force("another") == []
        assert [d.verdict for d in again.history(found().key)] == ["accepted", "reading"]
        assert again.history(found().key)[0].note == "第一次 100% ? %s"
        assert {str(d.state) for d in again.in_force()} == {str(state)}


def test_a_correction_takes_the_place_of_an_earlier_one(place: str) -> None:
    with closing(Decisions(place)) as kept:
        for source in ("b", "B", "a"):
            kept.correct(filing_id(source), source, CELL, "1", "0", "甲", "")
        kept.correct(filing_id("a"), "a", CELL, "1", "12.50", "乙", "电话")
        assert [(c.source, c.value, c.who) for c in kept.corrections()] == [
            ("B", "0", "甲"),
            ("a", "12.50", "乙"),
            ("b", "0", "甲"),
        ]
        kept.correct(filing_id("a"), "a", CELL, "1", "", "乙", "")
        assert kept.corrections(filing_id("a")) == []


def test_what_one_decides_the_others_see_without_opening_again(place: str, tmp_path: Path) -> None:
    source, output = a_run(tmp_path, {NAME: SHANGWU})
    desks = [open_desk(output, [source], place, lambda _: None) for _ in range(2)]
    with served(desks[0]) as one, served(desks[1]) as other:
        one.enter()
        other.enter()
        for verdict, shown in (("accepted", {"open": 1, "accepted": 1}), ("open", {"open": 2})):
            fields = {"nth": "0", "verdict": verdict, "note": "", "who": "甲"}
            assert one.post(f"/filing/{ID}/decide", fields).status == 303
            assert other.get("/overview").status == 200
            for desk in desks:
                assert {k: n for k, n in desk.board.standings().items() if n} == shown


@pytest.mark.skipif(not POSTGRESQL, reason="EXTRACTOR_TEST_POSTGRESQL names no database to write to")
def test_a_connection_that_the_server_ended_is_made_again() -> None:
    emptied()
    with closing(Decisions(POSTGRESQL)) as kept, closing(connect_postgresql(POSTGRESQL)) as db:
        for write in (True, False):
            db.cursor().execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            db.commit()
            if write:
                kept.decide(found(), "accepted", "", "甲", {}, NAME)
            assert [d.verdict for d in kept.in_force()] == ["accepted"]
    emptied()


@pytest.mark.skipif(not POSTGRESQL, reason="EXTRACTOR_TEST_POSTGRESQL names no database to write to")
def test_what_the_database_refuses_is_said_and_leaves_nothing_half_done() -> None:
    emptied()
    with closing(Decisions(POSTGRESQL)) as kept:
        kept.correct(ID, NAME, CELL, "1", "0", "甲", "")
        with closing(connect_postgresql(POSTGRESQL)) as db:
            db.cursor().execute("ALTER TABLE correction ADD CHECK (value <> '7')")
            db.commit()
        with pytest.raises(UsageError, match="cannot be reached or written"):
            kept.correct(ID, NAME, CELL, "1", "7", "甲", "")
        assert [c.value for c in kept.corrections()] == ["0"]
    emptied()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://me:secret@127.0.0.1:1/x", "no connection to postgresql://me@127.0.0.1:1/x"),
        ("postgresql://me:secret@127.0.0.1:no/x", "is not understood"),
        ("postgresql://me:secret/more@127.0.0.1/x", "write /, :, ? and # of a password as"),
    ],
)
def test_a_server_that_is_not_there_is_said_without_the_password(url: str, says: str) -> None:
    pytest.importorskip("pg8000", reason="the extra db is not installed")
    with pytest.raises(UsageError, match=re.escape(says)) as told:
        Decisions(url)
    assert "secret" not in str(told.value)
    assert without_password("postgresql://h/x") == "postgresql://h/x"


def test_the_command_says_what_to_install_and_what_it_takes(
    archive_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(database, "import_module", lacking)
    for url, says in (
        ("postgresql://me:secret@h/x", "pip install 'extractor[db]'"),
        ("mysql://me:secret@h/x", "postgresql://USER:PASSWORD@HOST/NAME"),
    ):
        done = run_program("review", archive_run, "--no-browser", "--decisions", url)
        assert (done.exit_code, says in done.output, "secret" in done.output) == (2, True, False)
    with pytest.raises(UsageError, match="name another file with --decisions"):
        Decisions(archive_run)  # a folder
