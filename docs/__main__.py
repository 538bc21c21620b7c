"""`python -m docs`: write the generated pages into ``docs/pages``, before MkDocs makes the site."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from docs.generate import pages
from docs.runs import make_runs

PAGES = Path(__file__).parent / "pages"


def main() -> None:
    """Write every generated page, and say which have changed."""
    with TemporaryDirectory() as folder:
        for name, text in pages(make_runs(Path(folder))).items():
            path = PAGES / name
            if not path.exists() or path.read_text("utf-8") != text:
                path.write_text(text, encoding="utf-8", newline="\n")
                print(f"docs/pages/{name}")


if __name__ == "__main__":
    main()
