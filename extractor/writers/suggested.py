"""Suggestions as a page and a terminal show them: each cell with its name, what it prints and what it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractor.forms import Forms
    from extractor.model.filing import Suggestion
    from extractor.writers.words import Language


class ChangeView(NamedTuple):
    """One cell of a suggestion."""

    anchor: str
    label: str
    printed: str
    suggested: str


class SuggestionView(NamedTuple):
    """A suggestion with its cells."""

    suggestion: Suggestion
    changes: tuple[ChangeView, ...]


def suggestion_view(suggestion: Suggestion, forms: Forms) -> SuggestionView:
    """Return a suggestion with the names of its cells."""
    table = forms.table(suggestion.template, suggestion.table)
    return SuggestionView(
        suggestion,
        tuple(
            ChangeView(
                table.short_name(row, column),
                f"{table.rows[row].path[-1]} · {table.columns[column].path[-1]}",
                printed,
                suggested,
            )
            for (row, column), printed, suggested in zip(
                suggestion.cells, suggestion.printed, suggestion.suggested, strict=True
            )
        ),
    )


def only_word(suggestion: Suggestion) -> str:
    """Return the word for a change that is the only one of its size: whether other sums speak for it too."""
    return "only" if suggestion.confirmed else "only_unconfirmed"


def suggestion_lines(suggestions: Iterable[Suggestion], forms: Forms, language: Language) -> Iterator[str]:
    """Yield the lines that tell suggestions on a terminal; none where there are none."""
    w = words(language)
    told = w["suggestion"]
    for suggestion in suggestions:
        yield ""
        table, kind = w["short_table"][suggestion.table], w["suggestion_kind"][suggestion.kind]
        yield f"{told['title']}  {table}  {kind}"
        for change in suggestion_view(suggestion, forms).changes:
            printed = change.printed or told["nothing"]
            line = told["change"].format(cell=change.label, printed=printed, suggested=change.suggested)
            yield f"    {line}"
        more = suggestion.alternatives
        yield f"    {told['alternatives'].format(n=more) if more else told[only_word(suggestion)]}"
