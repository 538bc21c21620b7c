"""What is wrong with the data files, collected so that every problem is reported at once."""

from __future__ import annotations

from typing import Any


class Problems:
    """Collects what is wrong with the data files, with the file and the key."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, where: str, what: str) -> None:
        """Note one problem."""
        self.found.append(f"{where}: {what}")

    def take(
        self, where: str, given: Any, /, optional: tuple[str, ...] = (), **expected: type
    ) -> dict[str, Any]:
        """Return ``given`` with exactly the expected keys; a wrong or unknown one becomes a problem.

        A key that is lacking comes back empty, and is a problem unless it is one of ``optional``.
        """
        if not isinstance(given, dict):
            self.add(where, f"must be a table of keys, not {given!r}")
            given = {}
            optional = tuple(expected)
        out: dict[str, Any] = {}
        for key, kind in expected.items():
            value = given.get(key, kind())
            if key not in given and key not in optional:
                self.add(where, f"the key {key!r} is missing")
            elif not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
                self.add(where, f"{key!r} must be {kind.__name__}, not {value!r}")
                value = kind()
            out[key] = value
        self.found.extend(f"{where}: unknown key {key!r}" for key in given if key not in expected)
        return out

    def texts(self, where: str, given: list[Any]) -> tuple[str, ...]:
        """Return a list of texts as a tuple; a member that is none becomes a problem."""
        for value in given:
            if not isinstance(value, str):
                self.add(where, f"must be a text, not {value!r}")
        return tuple(str(v) for v in given)
