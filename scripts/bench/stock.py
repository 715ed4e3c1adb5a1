"""The client that the generator makes with its stock templates, from the same definition, to compare with."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path

from scripts.bench.records import openapi
from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.document import Document, models

CACHE = Path(__file__).parents[2] / ".bench"
PACKAGES = {"stock": False, "stock_nullable": True}
"""The packages made: as the definition has it, and with every property nullable."""


def make_stock() -> Path:
    """Generate the stock clients, once for a definition, and give the folder to import them from."""
    for package, nullable in PACKAGES.items():
        document = openapi() if nullable else without_nulls(openapi())
        wanted = canonicalise(document)
        source = CACHE / f"{package}.json"
        if source.exists() and source.read_bytes() == wanted and (CACHE / package).exists():
            continue
        CACHE.mkdir(exist_ok=True)
        source.write_bytes(wanted)
        settings = CACHE / "settings.json"
        settings.write_text(json.dumps({"package_name_override": package, "post_hooks": []}), encoding="utf-8")
        subprocess.run(  # noqa: S603 - our own command
            [
                *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--overwrite"),
                *("--path", str(source), "--config", str(settings), "--output-path", str(CACHE / package)),
            ],
            check=True,
            capture_output=True,
        )
    return CACHE


def without_nulls(document: Document) -> Document:
    """Give the document with no property nullable, as the vendor's file has it."""
    plain = copy.deepcopy(document)
    for schema in models(plain).values():
        for name, value in schema.get("properties", {}).items():
            if value.pop("nullable", False) and "allOf" in value:
                schema["properties"][name] = value["allOf"][0]
    return plain
