"""The run log: one JSON object a line, for machines and for the morning after."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

NAME = "log.jsonl"


class RunLog:
    """The log of an output folder. It only grows; every run begins with an event ``start``."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1)

    def __call__(self, event: str, **values: Any) -> None:
        """Write an event with the time in UTC."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        text = json.dumps({"at": at, "event": event, **values}, ensure_ascii=False, default=str)
        with suppress(OSError):  # a full disk ends the run where it matters, and not for want of a line here
            self._file.write(text.encode("utf-8", "backslashreplace").decode() + "\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self("broken off", why=f"{type(error).__name__}: {error}")
        with suppress(OSError):
            self._file.close()
