"""`extractor check --format json|sarif|junit`: whole and true for machines, whatever a filing holds."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import extractor
from extractor.model.acceptance import Acceptance, Judged, Verdict
from extractor.rules import check
from extractor.writers.check_json import check_json
from extractor.writers.junit import junit
from extractor.writers.sarif import sarif
from tests.conftest import ROOT, run_program
from tests.filings_by_hand import HOSTILE, failed_filing
from tests.handmade import FORMS, whole

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.model.filing import Filing

FAULTY = ROOT / "fixtures/archive/beiqiao-zhuyuan-shangwu/2024.html"
TEXT = next(
    p
    for p in sorted((ROOT / "fixtures/archive").rglob("*.txt"))
    if any(v.cells and re.match(r"\d+:\d+$", v.location) for v in extractor.check(extractor.read(p)))
)
WORDS = {
    "applications.new_requests.total": "7",
    "applications.granted.business": "blank",
    "proceedings.litigation_direct.total": "doubtful",
}


def verdict_on(filing: Filing, accepted: tuple[str, ...] = (), lang: str = "zh") -> Verdict:
    """The filing's violations, those of some rules accepted."""
    entry = Acceptance("", "", "", "", "", "x=1", f"{HOSTILE}]]>", "2030-01-01")
    found = check(filing, FORMS, lang)
    return Verdict(tuple(Judged(v, f"e={HOSTILE}", entry if v.rule in accepted else None) for v in found))


def run_of(text: str) -> dict[str, Any]:
    """The one run of a SARIF file, its shape as the standard has it."""
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    for invocation in run["invocations"]:
        assert isinstance(invocation["executionSuccessful"], bool)
        for note in invocation["toolExecutionNotifications"]:
            assert note["level"] in ("error", "warning")
            assert note["message"]["text"]
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["kind"] in ("fail", "review")
        # the standard: another kind than fail has the level none
        assert (result["level"] == "none") == (result["kind"] != "fail")
        assert result["message"]["text"]
        assert result["partialFingerprints"]
        for place in (*result["locations"], *result.get("relatedLocations", ())):
            artifact = place["physicalLocation"]["artifactLocation"]
            assert run["artifacts"][artifact["index"]]["location"]["uri"] == artifact["uri"]
            assert re.fullmatch(r"[!-~]+", artifact["uri"])
            region = place["physicalLocation"].get("region")
            assert region is None or min(region.values()) >= 1
            assert all(logical["fullyQualifiedName"] for logical in place["logicalLocations"])
    return run


def cases_of(text: str) -> list[ET.Element]:
    """The cases of a JUnit file; its counts are those of its cases."""
    root = ET.fromstring(text)  # noqa: S314 - our own
    (suite,) = root
    cases = suite.findall("testcase")
    kinds = Counter(part.tag for case in cases for part in case)
    for element in (root, suite):
        assert int(element.attrib["tests"]) == len(cases)
        assert int(element.attrib["failures"]) == kinds["failure"]
        assert int(element.attrib["errors"]) == kinds["error"]
        assert int(element.attrib["skipped"]) == kinds["skipped"]
    names = [(case.attrib["classname"], case.attrib["name"]) for case in cases]
    assert len(set(names)) == len(names)
    return cases


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sarif_says_what_the_rules_say(lang: str) -> None:
    filing = whole(words=WORDS)
    verdict = verdict_on(filing, lang=lang)
    run = run_of(sarif(filing, verdict, FORMS, lang, "a%20b.html"))
    assert [r["ruleId"] for r in run["results"]] == [j.violation.rule for j in verdict.judged]
    levels = Counter(r["level"] for r in run["results"])
    assert levels["error"]
    assert levels["warning"]
    assert 0 < levels["none"] == sum(j.violation.outcome == "undecided" for j in verdict.judged)
    balance = next(
        r
        for r in run["results"]
        if r["ruleId"] == "applications-balance" and r["properties"]["expected"] == "7"
    )
    (place,) = balance["locations"]
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "applications/handled_total/total"
    others = [p["logicalLocations"][0]["fullyQualifiedName"] for p in balance["relatedLocations"]]
    assert others == [f"applications/{row}/total" for row in ("new_requests", "carried_in", "carried_out")]
    assert all(r["suppressions"] == [] for r in run["results"])


def test_a_text_has_lines_and_columns(tmp_path: Path) -> None:
    out = tmp_path / "out.sarif"
    run_program("check", TEXT, "--format", "sarif", "--output", out)
    run = run_of(out.read_text("utf-8"))
    assert run["artifacts"][0]["location"]["uri"].startswith(("fixtures/", "file:///"))
    found = [
        (r["properties"]["location"], r["locations"][0]["physicalLocation"].get("region"))
        for r in run["results"]
    ]
    placed = [(place, region) for place, region in found if re.match(r"\d+:\d+$", place)]
    assert placed
    for place, region in placed:
        assert f"{region['startLine']}:{region['startColumn']}" == place


def test_what_is_accepted_is_suppressed_skipped_and_told() -> None:
    filing = whole(words=WORDS)
    verdict = verdict_on(filing, ("applications-balance",))
    run = run_of(sarif(filing, verdict, FORMS, "zh", "a.html"))
    for result in run["results"]:
        due = result["ruleId"] == "applications-balance"
        assert [s["status"] for s in result["suppressions"]] == ["accepted"] * due
    skipped = [c for c in cases_of(junit(filing, verdict, FORMS, "zh")) if c.find("skipped") is not None]
    assert "applications-balance" in {c.attrib["name"].split()[0] for c in skipped}
    data = json.loads(check_json(filing, verdict, (), "a.html"))
    assert {v["rule"] for v in data["violations"] if v["accepted"]} == {"applications-balance"}
    assert data["counts"]["accepted"] == sum(v["accepted"] is not None for v in data["violations"])


def test_junit_fails_where_check_fails_and_names_every_rule() -> None:
    filing = whole(words=WORDS)
    verdict = verdict_on(filing)
    cases = cases_of(junit(filing, verdict, FORMS, "zh", notes=["a note"]))
    failing = [c for c in cases if c.find("failure") is not None]
    assert len(failing) == sum(j.fails for j in verdict.judged) > 0
    assert all(c.find("failure").text for c in failing)
    undecided = sum(j.violation.outcome == "undecided" for j in verdict.judged)
    assert sum(c.find("skipped") is not None for c in cases) == undecided > 0
    rules = {c.attrib["name"].split()[0] for c in cases}
    alone = {r.code for r in FORMS.rulebook.rules if r.holds and ("2021" in r.templates or r.every_form)}
    assert rules == alone
    between = cases_of(junit(filing, verdict, FORMS, "zh", between=True))
    assert "carry-over" in {c.attrib["name"] for c in between}


def test_a_clean_filing_passes_everywhere() -> None:
    filing = whole()
    verdict = verdict_on(filing)
    assert run_of(sarif(filing, verdict, FORMS, "zh", "a.html"))["results"] == []
    assert all(len(c) == 0 for c in cases_of(junit(filing, verdict, FORMS, "zh")))
    assert json.loads(check_json(filing, verdict, (), "a.html"))["passes"] is True


@pytest.mark.parametrize("name", [HOSTILE, "a\x00\x0b\ud800]]>&\"'<!--.html", "ｱ\u202e.html"])
def test_hostile_names_are_only_text(name: str) -> None:
    filing = whole(words=WORDS)
    filing = replace(filing, source=name, identity=replace(filing.identity, organization=name, title=name))
    verdict = verdict_on(filing, ("applications-balance",))
    run_of(sarif(filing, verdict, FORMS, "zh", "a.html", [name]))
    text = junit(filing, verdict, FORMS, "zh", notes=[name])
    assert text.encode("utf-8")
    cases = cases_of(text)
    assert {child.tag for case in cases for child in case} <= {"failure", "skipped", "system-out"}
    data = check_json(filing, verdict, (), name)
    assert json.loads(data)["violations"]
    assert data.encode("utf-8")


def test_a_file_that_cannot_be_checked_is_an_error_in_every_format(tmp_path: Path) -> None:
    path = tmp_path / "leer.pdf"
    path.write_bytes(b"%PDF-1.4 nothing")
    for kind in ("json", "sarif", "junit"):
        out = tmp_path / f"out.{kind}"
        result = run_program("check", path, "--format", kind, "--output", out)
        assert result.exit_code == 3
        text = out.read_text("utf-8")
        if kind == "json":
            assert json.loads(text)["passes"] is False
            assert json.loads(text)["error"]
        elif kind == "sarif":
            (invocation,) = run_of(text)["invocations"]
            assert invocation["executionSuccessful"] is False
            assert invocation["toolExecutionNotifications"][0]["level"] == "error"
        else:
            (case,) = cases_of(text)
            assert case.find("error").attrib["message"]
    assert cases_of(junit(failed_filing("x"), Verdict(()), FORMS, "en"))
    result = run_program("check", FAULTY, "--previous", path, "--format", "json", "--output", tmp_path / "o")
    assert result.exit_code == 3
    assert json.loads((tmp_path / "o").read_text("utf-8"))["source"] == "leer.pdf"


@pytest.mark.parametrize("kind", ["text", "json", "sarif", "junit"])
def test_exit_codes_are_the_same_in_every_format(kind: str, tmp_path: Path) -> None:
    assert run_program("check", FAULTY, "--format", kind).exit_code == 1
    assert run_program("check", FAULTY.with_name("2022.html"), "--format", kind).exit_code == 0
    away = tmp_path / "no" / "where"
    assert run_program("check", FAULTY, "--format", kind, "--output", away).exit_code == 2


def test_rules_between_two_filings_are_in_all(tmp_path: Path) -> None:
    folder = ROOT / "fixtures/archive/linxi-qinghe-tongji"
    for kind in ("json", "sarif", "junit"):
        out = tmp_path / kind
        run_program(
            "check", folder / "2021.html", "--previous", folder / "2020.txt", "--format", kind, "-o", out
        )
    assert "carry-over" in {
        c.attrib["name"].split()[0] for c in cases_of((tmp_path / "junit").read_text("utf-8"))
    }
    run_of((tmp_path / "sarif").read_text("utf-8"))
    assert json.loads((tmp_path / "json").read_text("utf-8"))["year"] == 2021
