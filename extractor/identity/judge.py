"""Whether a document is an annual report at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.identity.blank_form import is_form
from extractor.identity.find_title import article_title
from extractor.identity.parts import parts_of
from extractor.identity.report_title import read_page_title, read_title, says_one_of
from extractor.model.document import Paragraph

if TYPE_CHECKING:
    from extractor.forms import Forms
    from extractor.model.document import Document
    from extractor.model.filing import Section

MISSING_PAGE = "网页不存在或打不开，不是报告 (a page that says it was not found)"
NOTICE = "是关于年度报告的通知、解读等文件，不是报告本身 (a document about the report, not the report)"
LIST = "是各报告的列表页，不是一份报告 (a list of reports)"
TITLE_ONLY = (
    "只有报告的标题，没有正文；正文可能在附件或图片里 "
    "(only the title of a report: what it says may be in an attachment or a picture)"
)
OTHER = "没有年度报告的标题、章节和表格 (no title, section or table of an annual report)"
EMPTY = "没有文字 (no text)"

_FEW = 400  # characters: what says less is no report
_PROSE = 200
_FEWEST_SECTIONS = 3
_MOST_SECTIONS = 4
_FEWEST_LISTED = 3
_NAMES_REPORT = re.compile(r"(?:信息|政务)公开.*(?:年度?报告?|工作报告)")
_LONGEST_TITLE = 80


def is_report(
    document: Document, sections: tuple[Section, ...], has_tables: bool, forms: Forms
) -> tuple[bool, str]:
    """Return whether a document is an annual report, and if not, why not (Chinese, then English)."""
    reason = _reason(document, sections, has_tables, forms)
    return not reason, reason


def _reason(document: Document, sections: tuple[Section, ...], has_tables: bool, forms: Forms) -> str:
    """Return why a document is no report; empty where it is one."""
    six = len({s.section for s in sections if s.section})
    if _about_reports(document, sections, forms, whole=has_tables or six >= _MOST_SECTIONS):
        return NOTICE
    if has_tables or six >= _FEWEST_SECTIONS:
        return ""
    paragraphs = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    if not six and sum(map(len, paragraphs)) < _FEW and _says_missing([document.title, *paragraphs], forms):
        return MISSING_PAGE
    return _without_form(document, sections, paragraphs, six, forms) if document.blocks else EMPTY


def _without_form(
    document: Document, sections: tuple[Section, ...], paragraphs: list[str], six: int, forms: Forms
) -> str:
    """Judge a document without official tables and with hardly a section: its title and prose decide."""
    listed = {t for text in paragraphs if len(text) <= _LONGEST_TITLE and (t := read_title(text, forms))}
    if not six and len({(t.organization, t.year) for t in listed}) >= _FEWEST_LISTED:
        return LIST
    found = article_title(document, parts_of(document, sections), forms)
    title = found.title if found else read_page_title(document.title, forms)
    prose = sum(len(text) for text in paragraphs if "。" in text)
    if title is not None and (title.year or title.organization) and (six or prose >= _PROSE):
        return ""
    if not listed or prose >= _PROSE:
        return OTHER
    return TITLE_ONLY if len({(t.organization, t.year) for t in listed}) == 1 else LIST


def _says_missing(texts: list[str], forms: Forms) -> bool:
    phrases = forms.phrases.get("missing_page", ())
    return any(phrase in text for text in texts for phrase in phrases)


def _about_reports(document: Document, sections: tuple[Section, ...], forms: Forms, *, whole: bool) -> bool:
    """Tell a notice, an explanation and the like by its own title (the page's, or a heading before all).

    The form may be attached to a notice that says how to fill it in. A notice that makes a report public is
    that report where the ``whole`` of it follows: the official tables, or most of the sections.
    """
    if document.title and read_page_title(document.title, forms) is not None:
        return False
    parts = parts_of(document, sections)
    if whole and is_form(parts, forms):
        return False
    heads = [p.text for p in parts.front if p.level or p.strong]
    first = [p.text for p in parts.front[:1]] if not document.title and not heads else []
    if any(read_title(text, forms) is not None for text in heads):
        return False
    words = forms.phrases.get("about_report_title" if whole else "not_report_title", ())
    return any(
        _NAMES_REPORT.search(text) and says_one_of(words, text, forms)
        for text in (document.title, *heads, *first)
        if text and len(text) <= _LONGEST_TITLE
    )
