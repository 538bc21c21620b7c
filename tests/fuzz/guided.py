"""`python -m tests.fuzz.guided TARGET SECONDS SEED`: fuzzes one target by coverage of the program, in this process."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path


def main(name: str, seconds: str, seed: str) -> None:
    """Fuzz; ends the process."""
    import atheris  # noqa: PLC0415 - for development alone, and not on every system

    with atheris.instrument_imports(include=["extractor"], enable_loader_override=False):
        from tests.fuzz.targets import CORPUS, LARGEST, TARGETS, kept  # noqa: PLC0415 - behind what instruments it

    target = TARGETS[name]
    home = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    for number, data in enumerate((*target.seeds(), *(path.read_bytes() for path in kept(name)))):
        (home / f"{number:04d}").write_bytes(data)
    folder = CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    largest = max(path.stat().st_size for path in home.iterdir())
    options = [
        f"-max_total_time={seconds}",
        f"-seed={int(seed) + 1}",
        f"-artifact_prefix={folder}/",
        f"-max_len={max(LARGEST, largest)}",
        "-timeout=30",
        "-rss_limit_mb=3000",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(home)], target.run)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
