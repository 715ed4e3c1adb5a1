"""The client that the generator makes with its stock templates, from the same definition, to compare with."""

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
"""The packages that can be made: as the vendor's definition has it, and with every property nullable."""


@cache
def make_stock(package: str) -> Path:
    """Generate a stock client, once for a definition and a version of the generator; give the folder to import from."""
    document = openapi() if _NULLABLE[package] else without_nulls(openapi())
    source = canonicalise(document)
    made = CACHE / _kept_as(source, version("openapi-python-client"))
    if not made.exists():
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
            # Another process may have been faster; its folder is the same.
            with suppress(OSError):
                (folder / "made").rename(made)
    return made


def _kept_as(source: bytes, generator: str) -> str:
    return hashlib.sha256(generator.encode() + b"\0" + source).hexdigest()[:16]


def without_nulls(document: Document) -> Document:
    """Give the document with no property nullable, as the vendor's file has it."""
    plain = copy.deepcopy(document)
    for schema in models(plain).values():
        for name, value in schema.get("properties", {}).items():
            if value.pop("nullable", False) and "allOf" in value:
                schema["properties"][name] = value["allOf"][0]
    return plain
