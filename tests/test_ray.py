"""A Ray cluster of two workers on this machine: the same files come out, also when a worker is lost on the way."""

from __future__ import annotations

import os
import threading
import time
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from extractor.batch import ray_engine
from extractor.batch.limits import DEFAULTS, Limit
from extractor.batch.order import Order
from extractor.batch.ray_engine import RayPool
from extractor.batch.run import run
from extractor.errors import UsageError
from extractor.inputs.sources import Selection, find_sources
from extractor.model.correction import Correction
from extractor.writers.rows import filing_id
from tests import stand_in
from tests.conftest import ROOT, content
from tests.scoring import rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.ray,
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning"
    ),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
WORDS = ["slow 0.05", "marked", "plain", "bad", "other"] * 8


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    """A head without processors, and two workers with one each."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ray = pytest.importorskip(
            "ray", reason="the extra ray is not installed: pip install 'extractor[ray]'"
        )
        from ray.cluster_utils import Cluster  # noqa: PLC0415 - only where there is a ray

        os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        patient = {"health_check_timeout_ms": 60_000, "health_check_failure_threshold": 20}
        found = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "_system_config": patient})
        for _ in range(2):
            found.add_node(num_cpus=1)
        ray.init(address=found.address, log_to_driver=False)
        yield found
        ray.shutdown()
        found.shutdown()


def archive(folder: Path, words: list[str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for i, word in enumerate(words):
        (folder / f"{i:03}.txt").write_text(word, encoding="utf-8")
    return folder


def do(source: Path, output: Path, **options):
    options = {"engine": "ray", "jobs": 2, "reports": "none", "read": stand_in.read} | options
    return run(find_sources([source], [], Selection(output=output)), Order(output, **options))


@pytest.mark.usefixtures("cluster")
def test_the_same_files_come_out(tmp_path, monkeypatch):
    monkeypatch.setattr(ray_engine, "CHUNK_ITEMS", 4)
    source = archive(tmp_path / "in", WORDS)
    do(source, tmp_path / "out", reports="flagged")
    do(source, tmp_path / "local", engine="inline", reports="flagged")
    assert content(tmp_path / "out") == content(tmp_path / "local")
    assert do(source, tmp_path / "out", reports="flagged").read == 0


@pytest.mark.usefixtures("cluster")
def test_corrections_reach_the_workers(tmp_path):
    source = archive(tmp_path / "in", WORDS[:4])
    do(source, tmp_path / "plain")
    cell = next(
        r for r in rows(tmp_path / "plain/applications.csv") if r["filing_id"] == filing_id("002.txt")
    )
    one = Correction(
        cell["filing_id"], "002.txt", "applications", cell["row"], cell["column"], cell["raw"], Decimal(77)
    )
    for engine in ("ray", "inline"):
        do(source, tmp_path / engine, engine=engine, corrections=(one,))
    assert content(tmp_path / "ray") == content(tmp_path / "inline")
    assert [r["outcome"] for r in rows(tmp_path / "ray/corrections.csv")] == ["applied"]


@pytest.mark.usefixtures("cluster")
def test_a_worker_that_is_lost_is_replaced_by_ray(tmp_path, monkeypatch):
    monkeypatch.setattr(ray_engine, "CHUNK_ITEMS", 4)
    words = [*WORDS]
    words[7] = "once"
    do(archive(tmp_path / "in", words), tmp_path / "out")
    words[7] = "plain"
    do(archive(tmp_path / "calm", words), tmp_path / "local", engine="inline")
    told, calm = (rows(tmp_path / x / "filings.csv") for x in ("out", "local"))
    assert [r["status"] for r in told] == [r["status"] for r in calm]


def test_a_node_that_is_lost_costs_nothing(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(ray_engine, "CHUNK_ITEMS", 4)
    source = archive(tmp_path / "in", WORDS)
    lost = cluster.add_node(num_cpus=1)

    def end() -> None:
        time.sleep(0.5)
        cluster.remove_node(lost, allow_graceful=False)

    ending = threading.Thread(target=end)
    ending.start()
    do(source, tmp_path / "out")
    ending.join()
    do(source, tmp_path / "local", engine="inline")
    assert content(tmp_path / "out") == content(tmp_path / "local")


def limits(seconds: float) -> dict[str, Limit]:
    return {kind: Limit(seconds, 2000) for kind in DEFAULTS}


@pytest.mark.usefixtures("cluster")
def test_what_ends_its_worker_each_time_costs_that_file(tmp_path, monkeypatch):
    monkeypatch.setattr(ray_engine, "LOST_BY_RAY", 1)
    do(archive(tmp_path / "in", ["plain", "die", "raise", "plain"]), tmp_path / "out", limits=limits(120))
    told = rows(tmp_path / "out/filings.csv")
    assert [r["status"] for r in told] == ["ok", "unreadable", "unreadable", "ok"]
    assert "died twice" in told[1]["error"]
    assert "fault of the program" in told[2]["error"]
    assert len(told[1]["sha256"]) == 64


@pytest.mark.usefixtures("cluster")
def test_what_does_not_end_is_ended(tmp_path):
    do(archive(tmp_path / "in", ["hang"]), tmp_path / "out", limits=limits(2))
    (told,) = rows(tmp_path / "out/filings.csv")
    assert told["status"] == "unreadable"
    assert "longer than the limit of 2 seconds" in told["error"]


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(UsageError, match=r"pip install 'extractor\[ray\]'"):
        RayPool(None, 2, DEFAULTS)  # type: ignore[arg-type]
