"""Read JSON or YAML strictly: what Python would accept silently and a later step could not handle is an error."""

from __future__ import annotations

import json
import re
from typing import Any

from webcrm_ext.definition.document import Document, pointer

MAX_DEPTH = 100
"""The levels of objects and arrays that a definition may have; real ones have about twelve."""

_YAML = re.compile(r"""^["']?(?:openapi|swagger)["']?\s*:""", re.MULTILINE)
# Only what YAML 1.2 reads as another type than a string: 1.1 reads `Yes`, `No` and dates so, too.
_PLAIN_VALUES = {
    "null": (r"(?:~|null|Null|NULL|)", ["~", "n", "N", ""]),
    "bool": (r"(?:true|True|TRUE|false|False|FALSE)", list("tTfF")),
    "int": (r"[-+]?[0-9]+", list("-+0123456789")),
    "float": (r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
}


def parse(raw: bytes) -> Any:
    """Return the value in some bytes of JSON or YAML, with or without a byte order mark.

    Raises:
        ValueError: They are neither, a key occurs twice, or the value is nested too deeply.
    """
    text = raw.decode("utf-8-sig")
    try:
        if text.lstrip()[:1] not in ("{", "[") and _YAML.search(text):
            value = _parse_yaml(text)
        else:
            value = json.loads(text, object_pairs_hook=_without_duplicates)
    except RecursionError as error:
        raise ValueError(f"it is nested deeper than {MAX_DEPTH} levels") from error
    _check_nesting(value)
    return value


def _without_duplicates(pairs: list[tuple[str, Any]]) -> Document:
    holder = dict(pairs)
    if len(holder) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(name for name in names if names.count(name) > 1)!r} occurs twice")
    return holder


def _parse_yaml(text: str) -> Any:
    try:
        import yaml  # noqa: PLC0415 - not needed to run the client
    except ImportError as error:
        raise ValueError("it is YAML, and PyYAML is not installed; install it, or convert the file to JSON") from error
    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc]
        """Reads all keys as strings, and plain values as YAML 1.2 does."""

        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as the base class declares it

        def construct_mapping(self, node: Any, deep: bool = False) -> Document:  # noqa: ARG002
            """Return an object; a status such as 200 is a string as a key."""
            keys = [each.value if isinstance(each.value, str) else repr(each) for each, _ in node.value]
            values = [self.construct_object(each, deep=True) for _, each in node.value]
            return _without_duplicates(list(zip(keys, values, strict=True)))

    for tag, (pattern, first) in _PLAIN_VALUES.items():
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^{pattern}$"), first)
    try:
        value = yaml.load(text, Loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise ValueError(f"it is not valid YAML: {' '.join(str(error).split())}") from error
    # A version without quotes is a number.
    versions = {key: str(value[key]) for key in ("swagger", "openapi") if isinstance(value.get(key), float)}
    return value | versions


def _check_nesting(value: Any) -> None:
    """Check the depth, and that no part is used twice, as YAML's anchors can: it would be copied again and again."""
    seen: set[int] = set()
    pending: list[tuple[Any, tuple[object, ...]]] = [(value, ())]
    while pending:
        part, location = pending.pop()
        if not isinstance(part, dict | list):
            continue
        if len(location) > MAX_DEPTH:
            raise ValueError(f"it is nested deeper than {MAX_DEPTH} levels at {pointer(*location[:3])}/…")
        if id(part) in seen:
            raise ValueError(f"it is YAML with an alias at {pointer(*location)}; write out what it refers to")
        seen.add(id(part))
        members = part.items() if isinstance(part, dict) else enumerate(part)
        pending.extend((each, (*location, key)) for key, each in members)
