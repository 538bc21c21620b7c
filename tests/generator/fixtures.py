"""`python -m tests.generator.fixtures`: makes fixtures/ again, byte for byte; what is made once and kept stays."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.generator.archive import specs
from tests.generator.attached_archive import attached_specs
from tests.generator.container_archive import container_specs
from tests.generator.hostile import EXPECTED_HEADER, hostile
from tests.generator.pdf_archive import pdf_specs
from tests.generator.scan_archive import scan_specs
from tests.generator.truth import csv_text, truth_files
from tests.generator.word_archive import word_specs
from tests.generator.years import HIERARCHY, RENAMED, Years

ROOT = Path(__file__).parents[2] / "fixtures"


def fixture_files() -> dict[str, bytes]:
    """Every file under fixtures/, by its path there."""
    filings = [spec.make() for spec in specs()]
    files = {f"archive/{f.source}": f.data for f in filings}
    pdfs = [spec.make() for spec in pdf_specs()]
    files |= {name: (ROOT / name).read_bytes() for name in (f"archive/{f.source}" for f in pdfs)}
    filings += pdfs
    words = [spec.make() for spec in word_specs()]
    words += [filing for spec in attached_specs() for filing in spec.make()]
    files |= {f"archive/{f.source}": f.data for f in words}
    filings += words
    for container in container_specs():
        name = f"archive/{container.path}"
        kept = ROOT / name
        files[name] = kept.read_bytes() if container.once and kept.exists() else container.data()
        filings += container.filings()
    files |= {f"truth/{name}": text.encode() for name, text in truth_files(filings).items()}
    years = Years.make().filings
    files |= {f"years/archive/{f.source}": f.data for f in years}
    files |= {f"years/truth/{name}": text.encode() for name, text in truth_files(years).items()}
    files["years/hierarchy.csv"] = csv_text(("subordinate", "superior"), HIERARCHY).encode()
    files["years/aliases.csv"] = csv_text(("name", "now"), RENAMED).encode()
    scans = [spec.make() for spec in scan_specs()]
    files |= {name: (ROOT / name).read_bytes() for name in (f"scans/{f.source}" for f in scans)}
    files |= {f"scans-truth/{name}": text.encode() for name, text in truth_files(scans).items()}
    inputs = hostile()
    files |= {f"hostile/{h.source}": h.data for h in inputs}
    rows = [(h.source, h.expected, h.note) for h in inputs]
    files["hostile/expected.csv"] = csv_text(EXPECTED_HEADER, rows).encode()
    return files


def main() -> None:
    """Write fixtures/ anew; what this module does not make is not left there."""
    files = fixture_files()
    for folder in ("archive", "truth", "years", "scans", "scans-truth", "hostile"):
        shutil.rmtree(ROOT / folder, ignore_errors=True)
    for name, data in files.items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main()
