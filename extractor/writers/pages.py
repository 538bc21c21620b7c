"""The HTML pages' common ground: templates with everything escaped, one self-contained file a page."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extractor.writers.printing import clean
from extractor.writers.words import words

if TYPE_CHECKING:
    from extractor.writers.words import Language


def render(template: str, language: Language, **values: Any) -> str:
    """Return the page that ``template`` makes of ``values``, as text that UTF-8 can hold.

    Every value is escaped. The page allows no script but its own, by hash: even a script that came
    through would not run, nor would anything be fetched.
    """
    script = _asset(f"{template.removesuffix('.html')}.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page = _environment().get_template(template)
    html = page.render(
        w=words(language),
        lang=language,
        style=Markup(_asset("page.css")),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=digest,
        **values,
    )
    return clean(html)


def render_for(package: str, template: str, language: Language, **values: Any) -> str:
    """Return what a template of another package makes of ``values``, with its words and ours; all is escaped."""
    both = {**words(language), **words(language, package)}
    return clean(_environment(package).get_template(template).render(w=both, lang=language, **values))


def asset(name: str) -> str:
    """Return a file that goes with the templates."""
    return _asset(name)


def render_text(template: str, language: Language, **values: Any) -> str:
    """Return the Markdown text that ``template`` makes of ``values``; nothing in it is escaped."""
    return clean(
        _environment(escape=False).get_template(template).render(w=words(language), lang=language, **values)
    )


@cache
def _environment(*packages: str, escape: bool = True) -> Environment:
    """Return the templates of our own, behind those of other ``packages``."""
    return Environment(
        loader=ChoiceLoader([PackageLoader(p, "templates") for p in (*packages, "extractor.writers")]),
        autoescape=escape,  # noqa: S701 - all but Markdown is escaped
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


@cache
def _asset(name: str) -> str:
    path = files("extractor.writers") / "templates" / name
    return path.read_text("utf-8") if path.is_file() else ""
