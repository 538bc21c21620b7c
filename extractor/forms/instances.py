"""The identities of a form, spelled out: one instance for each row or column that an identity is true of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.forms.form import ArithmeticIdentity, CellKey, Table


class Instance(NamedTuple):
    """One identity in one row or column, its cells as positions in ``Table.cells``.

    ``fixed`` is the row code (``along`` = ``row``) or column code in which it is true; ``at`` is the
    position of the cell that a violation names.
    """

    identity: ArithmeticIdentity
    fixed: str
    parts: tuple[int, ...]
    totals: tuple[int, ...]
    at: int

    @property
    def cells(self) -> tuple[int, ...]:
        """The positions of all cells that take part."""
        return self.parts + self.totals


def instances(table: Table, identity: ArithmeticIdentity) -> tuple[Instance, ...]:
    """Return the instances of an identity in its table, in the order of the form."""
    return tuple(_instances(table, identity))


def _instances(table: Table, identity: ArithmeticIdentity) -> Iterator[Instance]:
    position = {cell: i for i, cell in enumerate(table.cells)}
    by_row = identity.along == "row"

    def key(fixed: str, code: str) -> CellKey:
        return (fixed, code) if by_row else (code, fixed)

    for fixed in table.rows if by_row else table.columns:
        if by_row and identity.only and fixed not in identity.only:
            continue
        if all(key(fixed, code) in position for code in (*identity.parts, *identity.total, identity.at)):
            yield Instance(
                identity,
                fixed,
                tuple(position[key(fixed, code)] for code in identity.parts),
                tuple(position[key(fixed, code)] for code in identity.total),
                position[key(fixed, identity.at)],
            )
