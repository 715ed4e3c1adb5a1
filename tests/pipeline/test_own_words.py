"""No sentence of the vendor's documentation is in this repository."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .documents import ROOT, VENDOR, read, shared_file

FEWEST_WORDS = 6
FOLDERS = ("scripts", "swagger", "generated", "webcrm_ext", "tests", "docs", ".")
# Files that are generated from the vendor's own file contain its texts, as they should.
WRITTEN = () if "reconstructed" in read(ROOT / "swagger/lock.json")["source"] else ("swagger", "generated")


def words(text: str) -> str:
    """Return the words of a text, with a space before and after each."""
    return " ".join(["", *re.findall(r"[^\W_]+", text.lower()), ""])


def sentences(document: Any) -> set[str]:
    """Return the sentences of a definition's texts with six words or more."""
    return {
        words(sentence)
        for text in prose(document)
        for sentence in [text, *re.split(r"[.!?;:]\s|[\r\n]|<br>", text)]
        if len(words(sentence).split()) >= FEWEST_WORDS
    }


def prose(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("description", "summary") and isinstance(item, str):
                yield item
            yield from prose(item)
    elif isinstance(value, list):
        for item in value:
            yield from prose(item)


def files(folder: Path) -> list[Path]:
    found = folder.glob("*") if folder == ROOT else folder.rglob("*")
    return [
        path
        for path in found
        if path.is_file() and path.suffix in (".py", ".sh", ".json", ".yaml", ".md", ".jinja", ".toml")
    ]


@pytest.mark.parametrize("folder", [name for name in FOLDERS if name not in WRITTEN])
def test_no_vendor_sentence_is_in_the_folder(folder: str) -> None:
    vendor = shared_file(VENDOR)
    # Without the file nothing is compared, and the end of the run reports it.
    theirs = sentences(read(vendor)) if vendor else set()
    for path in files(ROOT / folder):
        ours = words(path.read_text(encoding="utf-8"))
        assert [sentence for sentence in theirs if sentence in ours] == [], path


def test_vendor_sentences_are_detected_across_line_breaks() -> None:
    theirs = sentences({"paths": [{"summary": "Gives back each of the things. Too short."}], "description": 7})
    assert theirs == {" gives back each of the things ", " gives back each of the things too short "}
    assert any(sentence in words('"""Gives back\n    each of the things."""') for sentence in theirs)
    assert not any(sentence in words("Gives back each of them.") for sentence in theirs)
