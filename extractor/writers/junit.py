"""``extractor check --format junit``: rules as test cases, as CI systems show them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractor.forms import Forms, Rule
    from extractor.model.acceptance import Judged, Verdict
    from extractor.model.filing import Filing
    from extractor.writers.words import Language


def junit(
    filing: Filing,
    verdict: Verdict,
    forms: Forms,
    language: Language,
    *,
    between: bool = False,
    notes: Iterable[str] = (),
) -> str:
    """Return the JUnit XML of one filing: a case for each violation, and one for each rule that holds.

    What makes ``check`` fail is a failure; a warning or info passes and says so in its output; what is undecided or
    accepted is skipped, with the reason. A filing that could not be checked is one case with an error.
    ``between``: the rules between filings were asked too. ``notes`` are the output of the suite.
    """
    rules = {r.code: r for r in forms.rulebook.rules if _asked(r, filing, between=between)}
    cases: list[tuple[str, str]] = []
    if filing.status in ("unreadable", "not_a_report"):
        reason = filing.error or words(language)["status_meaning"][filing.status]
        cases.append(("error", _case(filing, "filing", "readable", _part("error", reason, filing.status))))
        rules = {}
    broken = {j.violation.rule for j in verdict.judged}
    named: dict[str, int] = {}
    for one in verdict.judged:
        v = one.violation
        name = " ".join(x for x in (v.rule, v.table, v.row, v.column) if x)
        named[name] = named.get(name, 0) + 1
        name += f" #{named[name]}" if named[name] > 1 else ""
        group = forms.rulebook.by_code[v.rule].group
        kind, part = _told(one, language)
        cases.append((kind, _case(filing, group, name, part)))
    cases += [("", _case(filing, rule.group, code, "")) for code, rule in rules.items() if code not in broken]
    kinds = [kind for kind, _ in cases]
    counts = (
        f'tests="{len(cases)}" failures="{kinds.count("failure")}" errors="{kinds.count("error")}" '
        f'skipped="{kinds.count("skipped")}"'
    )
    return "".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n',
            f'<testsuites name="extractor" {counts} time="0">\n',
            f' <testsuite name={_attribute(filing.source)} {counts} time="0">\n',
            *_properties(filing),
            *(case for _, case in cases),
            *(f"  <system-out>{_text(chr(10).join(lines))}</system-out>\n" for lines in [[*notes]] if lines),
            " </testsuite>\n</testsuites>\n",
        )
    )


def _asked(rule: Rule, filing: Filing, *, between: bool) -> bool:
    """Tell whether a rule was asked of the filing; one between filings has no example."""
    of_form = rule.every_form or not filing.template or filing.template in rule.templates
    return rule.implemented and of_form and (between or rule.holds is not None)


def _told(one: Judged, language: Language) -> tuple[str, str]:
    v, w = one.violation, words(language)
    place = v.location or w["console"]["no_place"]
    lines = [v.message or v.rule, *([v.formula] if v.formula else []), f"{w['console']['at']} {place}"]
    if one.acceptance is not None:
        reason = f"{w['console']['accepted_mark']}: {one.acceptance.reason or '—'}"
        until = w["console"]["until"].format(day=one.acceptance.expires) if one.acceptance.expires else ""
        return "skipped", _part("skipped", "\n".join(lines), "", reason + until)
    if v.outcome == "undecided":
        return "skipped", _part("skipped", "\n".join(lines), "", f"{w['outcome']['undecided']}: {lines[0]}")
    if one.fails:
        return "failure", _part("failure", "\n".join(lines), v.rule, lines[0])
    lines[0] = f"{w['severity'][v.severity]}: {lines[0]}"
    return "", f"   <system-out>{_text(chr(10).join(lines))}</system-out>\n"


def _case(filing: Filing, group: str, name: str, part: str) -> str:
    head = f'  <testcase classname={_attribute(f"{filing.source}.{group}")} name={_attribute(name)} time="0"'
    return f"{head}>\n{part}  </testcase>\n" if part else f"{head}/>\n"


def _part(tag: str, text: str, kind: str, message: str = "") -> str:
    of_kind = f" type={_attribute(kind)}" if kind else ""
    return f"   <{tag} message={_attribute(message or text)}{of_kind}>{_text(text)}</{tag}>\n"


def _properties(filing: Filing) -> Iterator[str]:
    who = filing.identity
    told = {
        "status": filing.status,
        "organization": who.organization,
        "year": str(who.year or ""),
        "template": filing.template,
        "sha256": filing.sha256,
    }
    yield "  <properties>\n"
    for name, value in told.items():
        yield f"   <property name={_attribute(name)} value={_attribute(value)}/>\n"
    yield "  </properties>\n"


def _attribute(text: str) -> str:
    return quoteattr(" ".join(_allowed(text).split()))


def _text(text: str) -> str:
    return escape(_allowed(text))


def _allowed(text: str) -> str:
    """Return ``text`` without the characters that XML cannot hold, whatever they are written as."""
    return "".join(
        c if c in "\t\n" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff" else "\ufffd"
        for c in text
    )
