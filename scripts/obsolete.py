"""Find the lines of hand-written code and documentation that name what the definition no longer has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from webcrm_ext.definition.document import Document, models, operations
from webcrm_ext.definition.naming import attribute_name, name_of

_FILES = (
    "webcrm_ext/**/*.py", "tests/**/*.py", "scripts/**/*.py", "docs/*.md", "docs/how-to/*.md", "docs/explanation/*.md",
    "README.md",
)  # fmt: skip
_WORD = re.compile(r"/?[A-Za-z_][\w./{}]*")
_MAX_CHARACTERS = 100


def obsolete_lines(root: Path, before: Document, after: Document) -> list[str]:
    """Return the lines that name a model, property, operation or path that is gone: `file:number: text`.

    Args:
        root: The repository.
        before: The document for the generator, before.
        after: The same for the new definition.
    """
    gone = set(_names(before)) - set(_names(after))
    if not gone:
        return []
    paths = [path for pattern in _FILES for path in sorted(root.glob(pattern)) if path.is_file()]
    return [
        f"{path.relative_to(root).as_posix()}:{number}: {line.strip()[:_MAX_CHARACTERS]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(_is_named(word, gone) for word in _WORD.findall(line))
    ]


def _is_named(word: str, gone: set[str]) -> bool:
    word = word.rstrip(".")
    # An attribute or a method follows the names of objects: `crm.settings.features`.
    parts = word.split(".")
    ends = {".".join(parts[index:]) for index in range(len(parts))}
    return word in gone or not gone.isdisjoint({*parts, *ends})


def _names(document: Document) -> Iterator[str]:
    """Yield the names of all parts, except single words, which mean other things, too."""
    for model, schema in models(document).items():
        for name in (model, *schema.get("properties", {})):
            attribute = attribute_name(name)
            if "_" in attribute.strip("_"):
                yield name
                yield attribute
    for _method, path, operation in operations(document):
        yield path
        yield operation["operationId"]
        yield f"{operation['operationId'].removesuffix('_' + name_of(operation))}.{name_of(operation)}"
