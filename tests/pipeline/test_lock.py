"""The lock file: the definition's source, hashes and versions of the tools."""

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
def result(tmp_path: Path) -> BuildResult:
    package = tmp_path / "package"
    package.mkdir()
    (package / "a.py").write_text("a", encoding="utf-8")
    return BuildResult(small(), small_openapi(), package)


def test_lock_file_is_complete(result: BuildResult) -> None:
    written = new_lock(result, source="https://a.test", raw=b"raw", pulled=datetime.date(2024, 2, 3))
    assert json.loads(written) == {
        "source": "https://a.test",
        "pulled": "2024-02-03",
        "raw_sha256": hashlib.sha256(b"raw").hexdigest(),
        "canonical_sha256": sha256(canonicalise(small())),
        "counts": {"operations": 11, "operations_with_overlay": 2, "models": 5},
        "overlay": {"applied": 0, "no longer needed": [], "overruled": [], "without target": []},
        "names": {"named by default": {}, "without an operation": []},
        "openapi_sha256": sha256(canonicalise(small_openapi())),
        "generated_sha256": tree_hash(result.package),
        "tools": TOOLS,
    }
    assert written.endswith(b"}\n")


def test_updated_lock_keeps_the_source(result: BuildResult) -> None:
    old = json.loads(new_lock(result, source="there", raw=b"raw", pulled=datetime.date(2024, 2, 3)))
    assert json.loads(update_lock(result, old | {"counts": None, "other": 1})) == old


def test_lock_without_a_source_raises(result: BuildResult) -> None:
    with pytest.raises(PipelineError, match=r"lacks pulled, raw_sha256\. Restore it with `git checkout"):
        update_lock(result, {"source": "there"})


def test_tree_hash_covers_names_and_bytes_but_not_caches(result: BuildResult) -> None:
    before = tree_hash(result.package)
    cache = result.package / "__pycache__"
    cache.mkdir()
    (cache / "a.pyc").write_bytes(b"1")
    assert tree_hash(result.package) == before
    (result.package / "a.py").rename(result.package / "b.py")
    renamed = tree_hash(result.package)
    (result.package / "b.py").write_text("b", encoding="utf-8")
    assert len({before, renamed, tree_hash(result.package)}) == 3


def test_committed_lock_matches_the_committed_files() -> None:
    lock = read(ROOT / "swagger/lock.json")
    assert lock["canonical_sha256"] == sha256((ROOT / "swagger/webcrm.json").read_bytes())
    assert lock["openapi_sha256"] == sha256((ROOT / "swagger/openapi.json").read_bytes())
    assert lock["generated_sha256"] == tree_hash(ROOT / "generated/webcrm_api")
    assert lock["tools"] == TOOLS
    assert (lock["pulled"] is None) == ("reconstructed" in lock["source"])
