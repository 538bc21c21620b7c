"""The official form itself, handed out to be filled in: it is of no organization and of no year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.identity.report_title import read_title

if TYPE_CHECKING:
    from extractor.forms import Forms
    from extractor.identity.parts import Parts

_FIRST = 3
"""Lines in which its title stands; only 附件 and the like is above it."""


def is_form(parts: Parts, forms: Forms) -> bool:
    """Tell a document that begins with the title of the form: that of a report, then 格式 or 模板, and no name."""
    endings = forms.phrases.get("form_title_ending", ())
    for block in parts.front[:_FIRST]:
        text = "".join(block.text.split())
        ending = max((e for e in endings if text.endswith(e)), key=len, default="")
        title = read_title(text.removesuffix(ending), forms) if ending else None
        if title is not None and not title.organization and not title.year:
            return True
    return False
