"""Every fuzzed target holds on its seeds, on what once broke it, and on a few hundred changes of both."""

from __future__ import annotations

import random

import pytest

from tests.fuzz.__main__ import held
from tests.fuzz.mutate import mutated
from tests.fuzz.targets import CORPUS, TARGETS, kept

CHANGES = {
    "html": 60,
    "text": 60,
    "filing-html": 25,
    "filing-text": 25,
    "docx": 40,
    "forms": 10,
    "pdf": 8,
    "words": 40,
}
OTHERS = 150


@pytest.mark.parametrize("name", TARGETS)
def test_it_holds_on_what_is_kept_and_on_changes_of_it(name: str) -> None:
    target = TARGETS[name]
    seeds = [*target.seeds(), *(path.read_bytes() for path in kept(name))]
    assert len(seeds) > 1
    rng = random.Random(f"fuzz {name}")
    changed = [mutated(rng.choice(seeds), rng, rng.choice(seeds)) for _ in range(CHANGES.get(name, OTHERS))]
    if target.native:
        assert held(target, [*(path.read_bytes() for path in kept(name)), *changed])
        return
    for data in (*seeds, *changed):
        target.run(data)


def test_nothing_is_kept_for_a_target_that_is_not_there() -> None:
    assert {path.name for path in CORPUS.iterdir() if path.is_dir()} <= TARGETS.keys()
