"""The lock file: where the definition came from, what it was, and what made the client."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path

import pytest

from scripts.generate import TOOLS
from scripts.lock import BuildResult, new_lock, sha256, tree_hash, update_lock
from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.document import PipelineError

from .documents import ROOT, read, small, small_openapi


@pytest.fixture
def made(tmp_path: Path) -> BuildResult:
    package = tmp_path / "package"
    package.mkdir()
    (package / "a.py").write_text("a", encoding="utf-8")
    return BuildResult(small(), small_openapi(), package)


def test_a_lock_says_all_of_it(made: BuildResult) -> None:
    written = new_lock(made, source="https://a.test", raw=b"raw", pulled=datetime.date(2024, 2, 3))
    assert json.loads(written) == {
        "source": "https://a.test",
        "pulled": "2024-02-03",
        "raw_sha256": hashlib.sha256(b"raw").hexdigest(),
        "canonical_sha256": sha256(canonicalise(small())),
        "counts": {"operations": 11, "operations_with_overlay": 2, "models": 5},
        "openapi_sha256": sha256(canonicalise(small_openapi())),
        "generated_sha256": tree_hash(made.package),
        "tools": TOOLS,
    }
    assert written.endswith(b"}\n")


def test_a_renewed_lock_keeps_the_origin(made: BuildResult) -> None:
    old = json.loads(new_lock(made, source="there", raw=b"raw", pulled=datetime.date(2024, 2, 3)))
    assert json.loads(update_lock(made, old | {"counts": None, "other": 1})) == old


def test_a_lock_without_an_origin_is_refused(made: BuildResult) -> None:
    with pytest.raises(PipelineError, match="does not say pulled, raw_sha256: `git checkout"):
        update_lock(made, {"source": "there"})


def test_the_hash_of_a_tree_sees_names_and_bytes_and_no_caches(made: BuildResult) -> None:
    before = tree_hash(made.package)
    cache = made.package / "__pycache__"
    cache.mkdir()
    (cache / "a.pyc").write_bytes(b"1")
    assert tree_hash(made.package) == before
    (made.package / "a.py").rename(made.package / "b.py")
    renamed = tree_hash(made.package)
    (made.package / "b.py").write_text("b", encoding="utf-8")
    assert len({before, renamed, tree_hash(made.package)}) == 3


def test_the_committed_lock_fits_what_is_committed() -> None:
    lock = read(ROOT / "swagger/lock.json")
    assert lock["canonical_sha256"] == sha256((ROOT / "swagger/webcrm.json").read_bytes())
    assert lock["openapi_sha256"] == sha256((ROOT / "swagger/openapi.json").read_bytes())
    assert lock["generated_sha256"] == tree_hash(ROOT / "generated/webcrm_api")
    assert lock["tools"] == TOOLS
    assert (lock["pulled"] is None) == ("reconstructed" in lock["source"])
