"""`python -m tests.generator.legacy`: makes fixtures/legacy, old Word, WPS and RTF files, by LibreOffice, once."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.generator import codes, layouts_word
from tests.generator.names import organization
from tests.generator.truth import write_truth

if TYPE_CHECKING:
    from tests.generator.model import GeneratedFiling

FOLDER = Path(__file__).parents[2] / "fixtures/legacy"
# The files' endings, and what each is converted to: WPS writes the format of old Word.
_SPECS = (
    (250, 2022, "word-plain", "row-total", "doc", "doc:MS Word 97"),
    (251, 2021, "word-edited", "", "doc", "doc:MS Word 97"),
    (252, 2020, "word-numbered", "", "wps", "doc:MS Word 97"),
    (253, 2023, "word-plain", "column-total", "rtf", "rtf:Rich Text Format"),
)


def filings() -> list[tuple[GeneratedFiling, str]]:
    """The filings as Word files, and what each is converted to; their sources are the files' names."""
    made = []
    for org, year, layout, faults, ending, target in _SPECS:
        name = f"{organization(org).slug}-{year}.{ending}"
        template = codes.in_force(year) or "2014"
        filing = layouts_word.generate(
            org * 100 + year % 100, template, layout, year=year, org=org, faults=faults.split(), source=name
        )
        made.append((filing, target))
    return made


def main() -> None:
    """Write the files and their truth."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        for filing, target in filings():
            source = Path(folder, "document.docx")
            source.write_bytes(filing.data)
            command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
            command += ["--convert-to", target, "--outdir", folder, str(source)]
            ending = target.partition(":")[0]
            while not Path(folder, f"document.{ending}").exists():
                subprocess.run(command, check=False, capture_output=True)
            path = FOLDER / "archive" / filing.source
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(Path(folder, f"document.{ending}"), path)
    write_truth(FOLDER / "truth", [filing for filing, _ in filings()])


if __name__ == "__main__":
    main()
