"""Without drift the generated clients are the same, apart from documentation, for any change of a definition."""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scripts.generate import generate
from scripts.regenerate import derive
from tests.definitions import at, reference
from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.document import PipelineError
from webcrm_ext.definition.upgrade import upgrade
from webcrm_ext.drift.compare import compare

from .mutations import mutations
from .sample import sample

Document = dict[str, Any]
NO_CORRECTIONS: Document = {"overlay": "1.0.0", "info": {"title": "None", "version": "1"}, "actions": []}
# Keywords that the generator ignores or uses for documentation only.
UNREAD = (
    "summary",
    "description",
    "externalDocs",
    "example",
    "security",
    "deprecated",
    "info",
    "servers",
    "tags",
    "securitySchemes",
)
JUNK = [
    None,
    True,
    0,
    "",
    "x",
    [],
    {},
    [1],
    {"type": "string"},
    {"$ref": "#/definitions/TokenDto"},
    "date-time",
    ["PersonId"],
]


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(below for key, item in members for below in paths(item, (*path, key)))]


def schemas(document: Document) -> list[Document]:
    return [
        found
        for path in paths(document["definitions"])
        if isinstance(found := at(document["definitions"], path), dict) and "type" in found and found["type"] != "array"
    ]


def reordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in reversed(value)}
    return [reordered(each) for each in value] if isinstance(value, list) else value


def described(document: Document) -> None:
    for each in schemas(document):
        each["description"] = "A description."


def more_media_types(document: Document) -> None:
    for item in document["paths"].values():
        for each in item.values():
            each["produces"] = [*each["produces"], "text/xml"]
            each["operationId"] = "another"
            each["summary"] = "A summary"


def nullable(document: Document) -> None:
    for model in document["definitions"].values():
        for name, each in model["properties"].items():
            if "$ref" not in each and name != "PersonId":
                each["x-nullable"] = True


def closed(document: Document) -> None:
    for model in document["definitions"].values():
        model["additionalProperties"] = False


def bearer_by_operation(document: Document) -> None:
    security = document.pop("security")
    for item in document["paths"].values():
        for each in item.values():
            each["security"] = security


# Changes of the file that are not drift.
NOISE: dict[str, Callable[[Document], None]] = {
    "documentation": described,
    "media types and operation ids": more_media_types,
    "null": nullable,
    "closed models": closed,
    "security by operation": bearer_by_operation,
}


def read_by_the_generator(document: Document) -> bytes:
    return canonicalise(_without_documentation(derive(document, NO_CORRECTIONS)))


def _without_documentation(value: Any) -> Any:
    if isinstance(value, dict):
        value = {key: item for key, item in value.items() if key != "required" or item is not None}
        kept = {
            key: _without_documentation(item)
            for key, item in value.items()
            if key not in UNREAD
            and not (key in ("additionalProperties", "uniqueItems", "required") and isinstance(item, bool))
        }
        # Only the first tag is used for names.
        return (
            kept
            | ({"tags": value["tags"][:1]} if "operationId" in value else {})
            | (
                {"responses": [each.get("content") for each in kept["responses"].values()]}
                if "operationId" in value
                else {}
            )
        )
    return [_without_documentation(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("noise", NOISE)
def test_irrelevant_differences_are_not_drift(noise: str) -> None:
    after = reordered(sample())
    NOISE[noise](after)
    assert compare(sample(), after).changes == compare(sample(), upgrade(after)).changes == ()
    assert read_by_the_generator(after) == read_by_the_generator(sample())


@pytest.mark.slow
def test_all_irrelevant_differences_keep_the_client(tmp_path: Path) -> None:
    before = sample()
    # The generator has no rule for a body of a primitive type.
    before["paths"]["/Users/{id}/Role"]["put"]["parameters"][0]["schema"] = reference("TokenDto")
    after = copy.deepcopy(before)
    for noise in NOISE.values():
        noise(after)
    after = upgrade(reordered(after))
    assert compare(before, after).changes == ()
    clients = []
    for name, document in (("before", before), ("after", after)):
        (tmp_path / name).mkdir()
        package = generate(derive(document, NO_CORRECTIONS), tmp_path / name)
        clients.append({path.relative_to(package): code_of(path) for path in package.rglob("*.py")})
    assert clients[0] == clients[1]
    assert len(clients[0]) > 30


def code_of(path: Path) -> str:
    """Return the code of a file without docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(
            node
        ):
            node.body = node.body[1:]
    return ast.dump(tree)


CORPUS = mutations()


@pytest.mark.slow
@settings(max_examples=60)
@given(
    chosen=st.lists(st.sampled_from(CORPUS), max_size=3),
    noise=st.lists(st.sampled_from(list(NOISE.values())), max_size=2),
)
def test_without_drift_the_client_is_the_same(chosen: list[Any], noise: list[Any]) -> None:
    before = sample()
    try:
        for each in chosen:
            each.prepare(before)
        after = copy.deepcopy(before)
        for change in (*(each.change for each in chosen), *noise):
            change(after)
    except (KeyError, IndexError):
        assume(False)
    check_no_drift_means_same_client(before, after)


@pytest.mark.slow
@settings(max_examples=60)
@given(data=st.data())
def test_random_edits_never_change_the_client_unreported(data: st.DataObject) -> None:
    before = upgrade(sample()) if data.draw(st.booleans()) else sample()
    after = copy.deepcopy(before)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(paths(after)[1:]))
        holder = at(after, path[:-1])
        if data.draw(st.booleans()):
            del holder[path[-1]]
        else:
            # A copy: no two parts of a JSON document are the same object.
            holder[path[-1]] = copy.deepcopy(data.draw(st.sampled_from(JUNK)))
    check_no_drift_means_same_client(before, after)


def check_no_drift_means_same_client(before: Document, after: Document) -> None:
    try:
        drift = compare(before, after)
    except PipelineError:
        # Reported as an error, never as “no drift”.
        return
    assert compare(after, json.loads(json.dumps(after))).changes == ()
    if drift.changes:
        return
    try:
        read = [read_by_the_generator(document) for document in (before, after)]
    except PipelineError:
        # Regenerating also validates keywords that neither the client nor the check reads.
        return
    assert read[0] == read[1]
