"""`python -m tests.fuzz [TARGET...] --seconds N`: fuzzes each target in a process of its own; exit code 1 for a find.

Targets in Python are guided by coverage (atheris); those that end in a library are run in children, so that a fault
there ends none but the child. What breaks a target is written to ``tests/fuzz/corpus/TARGET`` as ``crash-…``: mend the
fault, and keep the file.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import random
import re
import subprocess
import sys
import time

from tests.conftest import ROOT
from tests.fuzz.mutate import mutated
from tests.fuzz.targets import CORPUS, TARGETS, Target, kept

SLOW = 20.0
"""Seconds that one input of a native target may take."""


def main() -> int:
    """Fuzz what is asked for, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument(
        "targets", nargs="*", choices=[*TARGETS, []], metavar="TARGET", help=", ".join(TARGETS)
    )
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    found = [name for name in asked.targets or TARGETS if not fuzz(TARGETS[name], asked.seconds, asked.seed)]
    print("broken:" if found else "nothing broke", *found)
    return 1 if found else 0


def fuzz(target: Target, seconds: int, seed: int) -> bool:
    """Fuzz one target, and say whether it held."""
    if target.native:
        return in_children(target, seconds, seed)
    again = [sys.executable, "-m", "tests.fuzz.guided", target.name, str(seconds), str(seed)]
    done = subprocess.run(again, cwd=ROOT, capture_output=True, text=True, check=False)
    log = done.stderr + done.stdout
    runs = re.findall(r"#(\d+)\s.*?cov: (\d+)", log)
    told = f"{int(runs[-1][0]):,} inputs, {runs[-1][1]} edges" if runs else "no count"
    print(f"{target.name:12} {told:32} {'held' if not done.returncode else 'BROKEN'}", flush=True)
    if done.returncode:
        print("\n".join(log.splitlines()[-40:]))
    return not done.returncode


def in_children(target: Target, seconds: int, seed: int) -> bool:
    """Fuzz by chance alone, some inputs in each child; an input is broken that ends one, or takes too long."""
    rng = random.Random(seed)
    seeds = [*target.seeds(), *(p.read_bytes() for p in kept(target.name))]
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        some = [mutated(rng.choice(seeds), rng, rng.choice(seeds)) for _ in range(20)]
        count += len(some)
        if held(target, some):
            continue
        for data in some:
            if not held(target, [data]):
                path = CORPUS / target.name / f"crash-{hashlib.sha1(data).hexdigest()}"  # noqa: S324 - a name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                print(f"{target.name:12} {count:,} inputs{'':20} BROKEN by {path}", flush=True)
                return False
    print(f"{target.name:12} {f'{count:,} inputs, not guided':32} held", flush=True)
    return True


def held(target: Target, inputs: list[bytes]) -> bool:
    """Tell whether a child comes to the end of some inputs without an error, and in time."""
    child = multiprocessing.get_context("fork").Process(target=_run, args=(target.name, inputs))
    child.start()
    child.join(SLOW * len(inputs))
    if child.is_alive():
        child.kill()
        child.join()
    return child.exitcode == 0


def _run(name: str, inputs: list[bytes]) -> None:
    for data in inputs:
        TARGETS[name].run(data)


if __name__ == "__main__":
    sys.exit(main())
