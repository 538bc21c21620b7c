"""Load the forms' data files: read all, link all, and report every problem at once."""

from __future__ import annotations

import hashlib
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from extractor.errors import FormsError
from extractor.forms.added import LabelAlias, with_aliases
from extractor.forms.form import ArithmeticIdentity, Block, Column, Form, Forms, Row, Table
from extractor.forms.instances import instances
from extractor.forms.narration import read_narration
from extractor.forms.problems import Problems
from extractor.forms.rulebook import read_rulebook

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FORM_CODES = ("2014", "2019", "2021")
LAYOUTS = ("blocks", "grid", "across", "list")
ALONG = ("row", "column")
RELATIONS = ("sum", "at_most")


_added: tuple[LabelAlias, ...] = ()


def load_forms() -> Forms:
    """Return the forms that come with the package, with the aliases that this process was given.

    Raises ``FormsError`` naming every problem in the data files, one a line.
    """
    return _forms_with(_added)


def use_aliases(aliases: tuple[LabelAlias, ...]) -> None:
    """Give this process further printings of labels, in place of any that it was given before."""
    global _added  # noqa: PLW0603 - of a process, as the forms are
    _added = aliases


@lru_cache(maxsize=2)
def _forms_with(aliases: tuple[LabelAlias, ...]) -> Forms:
    if aliases:
        return with_aliases(_forms_with(()), aliases)
    return read_forms(files("extractor.forms") / "data")


def read_forms(folder: Traversable) -> Forms:
    """Read the data files of ``folder``; raises ``FormsError`` with all problems."""
    problems = Problems()
    digest = hashlib.sha256()
    raw: dict[str, dict[str, Any]] = {}
    for name in (*(f"form-{c}" for c in FORM_CODES), "aliases", "sections", "phrases", "rules", "narrative"):
        data = (folder / f"{name}.toml").read_bytes()
        digest.update(data)
        try:
            raw[name] = tomllib.loads(data.decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            problems.found.append(f"{name}.toml: {error}")
            raw[name] = {}
    forms = {code: _form(f"form-{code}.toml", raw[f"form-{code}"], problems) for code in FORM_CODES}
    aliases, noise = _aliases("aliases.toml", raw["aliases"], forms, problems)
    sections = _sections("sections.toml", raw["sections"], problems)
    phrases = _phrases("phrases.toml", raw["phrases"], problems)
    rulebook = read_rulebook("rules.toml", raw["rules"], forms, problems)
    narration = read_narration("narrative.toml", raw["narrative"], forms, problems)
    lexicon = (folder / "lexicon.txt").read_text("utf-8")
    digest.update(lexicon.encode())
    if problems.found:
        raise FormsError("\n".join(problems.found))
    words = tuple(w.strip() for w in lexicon.splitlines() if w.strip() and not w.startswith("#"))
    return Forms(
        digest.hexdigest()[:12], forms, aliases, noise, sections, phrases, words, rulebook, narration
    )


def _form(where: str, raw: dict[str, Any], problems: Problems) -> Form:
    top = problems.take(
        where,
        raw,
        code=str,
        name=str,
        notice=str,
        first_year=int,
        last_year=int,
        tables=list,
        identities=list,
    )
    tables = {}
    for i, item in enumerate(top["tables"], 1):
        table = _table(f"{where} table {i}", item, problems)
        tables[table.code] = table
    identities = tuple(
        _identity(f"{where} identity {i}", item, tables, problems)
        for i, item in enumerate(top["identities"], 1)
    )
    return Form(
        top["code"], top["name"], top["notice"], top["first_year"], top["last_year"], tables, identities
    )


def _table(where: str, raw: dict[str, Any], problems: Problems) -> Table:
    t = problems.take(
        where, raw, code=str, title=str, title_en=str, section=int, short=str, layout=str, blocks=list
    )
    if t["layout"] not in LAYOUTS:
        problems.found.append(f"{where}: layout {t['layout']!r} is none of {', '.join(LAYOUTS)}")
    blocks = []
    seen: set[str] = set()
    for i, item in enumerate(t["blocks"], 1):
        at = f"{where} block {i}"
        b = problems.take(at, item, caption=str, columns=list, rows=list)
        columns = tuple(
            Column(**_line(f"{at} column {j}", c, problems)) for j, c in enumerate(b["columns"], 1)
        )
        rows = tuple(Row(**_line(f"{at} row {j}", r, problems)) for j, r in enumerate(b["rows"], 1))
        for row in rows:
            if row.code in seen:
                problems.found.append(f"{at}: the row {row.code!r} stands twice in the table")
            seen.add(row.code)
        blocks.append(Block(b["caption"], columns, rows))
    return Table(t["code"], t["title"], t["title_en"], t["section"], t["short"], t["layout"], tuple(blocks))


def _line(where: str, raw: dict[str, Any], problems: Problems) -> dict[str, Any]:
    line = problems.take(where, raw, ("unit",), code=str, path=list, short=str, unit=str)
    line["path"] = tuple(line["path"])
    return line


def _identity(
    where: str, raw: dict[str, Any], tables: dict[str, Table], problems: Problems
) -> ArithmeticIdentity:
    i = problems.take(
        where,
        raw,
        ("only",),
        rule=str,
        table=str,
        along=str,
        relation=str,
        at=str,
        parts=list,
        total=list,
        only=list,
    )
    table = tables.get(i["table"])
    if i["along"] not in ALONG:
        problems.found.append(f"{where}: along {i['along']!r} is none of {', '.join(ALONG)}")
    if i["relation"] not in RELATIONS:
        problems.found.append(f"{where}: relation {i['relation']!r} is none of {', '.join(RELATIONS)}")
    if table is None:
        problems.found.append(f"{where}: there is no table {i['table']!r}")
    else:
        known = table.columns if i["along"] == "row" else table.rows
        problems.found.extend(
            f"{where}: {table.code} has no {'column' if i['along'] == 'row' else 'row'} {code!r}"
            for code in (i["at"], *i["parts"], *i["total"])
            if code not in known
        )
        problems.found.extend(
            f"{where}: {table.code} has no row {code!r}" for code in i["only"] if code not in table.rows
        )
    identity = ArithmeticIdentity(
        i["rule"],
        i["table"],
        i["along"],
        i["relation"],
        i["at"],
        tuple(i["parts"]),
        tuple(i["total"]),
        tuple(i["only"]),
    )
    if table is not None and not instances(table, identity):
        problems.found.append(f"{where}: no row or column of {table.code} has all cells of {identity.rule!r}")
    return identity


def _aliases(
    where: str, raw: dict[str, Any], forms: dict[str, Form], problems: Problems
) -> tuple[dict[str, dict[str, dict[str, tuple[str, ...]]]], dict[str, tuple[str, ...]]]:
    aliases: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {}
    noise: dict[str, tuple[str, ...]] = {}
    for table, content in raw.items():
        of = [f.tables[table] for f in forms.values() if table in f.tables]
        if not of:
            problems.found.append(f"{where}: there is no table {table!r}")
            continue
        known = {
            "rows": {c for t in of for c in t.rows},
            "columns": {c for t in of for c in t.columns},
            "groups": {g for t in of for r in t.rows.values() for g in r.path}
            | {g for t in of for c in t.columns.values() for g in c.path}
            | {b.caption for t in of for b in t.blocks},
        }
        parts = problems.take(f"{where} [{table}]", content, rows=dict, columns=dict, groups=dict, noise=list)
        noise[table] = tuple(parts["noise"])
        aliases[table] = {}
        for kind, codes in known.items():
            problems.found.extend(
                f"{where} [{table}.{kind}]: the forms have no {code!r}"
                for code in parts[kind]
                if code not in codes
            )
            aliases[table][kind] = {code: tuple(names) for code, names in parts[kind].items()}
    return aliases, noise


def _sections(where: str, raw: dict[str, Any], problems: Problems) -> dict[int, tuple[str, ...]]:
    out: dict[int, tuple[str, ...]] = {}
    for i, item in enumerate(raw.get("sections", []), 1):
        s = problems.take(f"{where} section {i}", item, number=int, title=str, aliases=list)
        out[s["number"]] = (s["title"], *s["aliases"])
    if sorted(out) != [1, 2, 3, 4, 5, 6]:
        problems.found.append(f"{where}: the sections must be 1 to 6, not {sorted(out)}")
    return out


def _phrases(where: str, raw: dict[str, Any], problems: Problems) -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for key, value in raw.items():
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            problems.found.append(f"{where}: {key!r} must be a list of texts")
            continue
        out[key] = tuple(value)
    return out
