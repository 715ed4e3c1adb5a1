"""Reference client: generated from the same definition with the stock templates of the generator."""

from __future__ import annotations

import copy
import hashlib
import json
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from scripts.bench.records import ROOT, openapi
from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.document import Document, models

CACHE = ROOT / ".bench"
_NULLABLE = {"stock": False, "stock_nullable": True}
"""The available packages: as the vendor's definition declares properties, and with every property nullable."""


@cache
def make_stock(package: str) -> Path:
    """Generate a stock client, cached by definition and generator version; return the folder to import from."""
    document = openapi() if _NULLABLE[package] else without_nulls(openapi())
    source = canonicalise(document)
    target = CACHE / cache_name(source, version("openapi-python-client"))
    if not target.exists():
        CACHE.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as name:
            folder = Path(name)
            (folder / "source.json").write_bytes(source)
            settings = {"package_name_override": package, "post_hooks": []}
            (folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
            (folder / "made").mkdir()
            subprocess.run(  # noqa: S603 - our own command
                [
                    *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"),
                    *("--path", str(folder / "source.json"), "--config", str(folder / "settings.json")),
                    *("--output-path", str(folder / "made" / package)),
                ],
                check=True,
                capture_output=True,
            )
            # Another process may have created the same folder meanwhile.
            with suppress(OSError):
                (folder / "made").rename(target)
    return target


def cache_name(source: bytes, generator: str) -> str:
    """Return the name of the cached folder for a definition and a generator version."""
    return hashlib.sha256(generator.encode() + b"\0" + source).hexdigest()[:16]


def without_nulls(document: Document) -> Document:
    """Return the document with no property nullable, as in the vendor's file."""
    plain = copy.deepcopy(document)
    for schema in models(plain).values():
        for name, value in schema.get("properties", {}).items():
            if value.pop("nullable", False) and "allOf" in value:
                schema["properties"][name] = value["allOf"][0]
    return plain
