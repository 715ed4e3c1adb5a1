"""Places in documents, and the two kinds of documents."""

from __future__ import annotations

import pytest

from webcrm_ext.definition.document import (
    PipelineError,
    keys_of,
    listing,
    mapping,
    models,
    operations,
    pointer,
    reference_name,
)

from .documents import small, small_openapi


def test_a_pointer_escapes_what_it_must() -> None:
    assert pointer("paths", "/A~B/{id}", 0) == "/paths/~1A~0B~1{id}/0"
    assert keys_of("/paths/~1A~01~1{id}/0") == ["paths", "/A~1/{id}", "0"]
    assert keys_of("") == []


def test_operations_are_found_in_both_kinds() -> None:
    assert ("PATCH", "/Persons") in {(method, path) for method, path, _ in operations(small())}
    assert [(method, path) for method, path, _ in operations(small_openapi())] == [
        ("POST", "/Auth/ApiLogin"),
        ("POST", "/Persons"),
    ]


def test_models_are_found_in_both_kinds() -> None:
    assert "TokenDto" in models(small())
    assert list(models(small_openapi())) == ["PersonDto"]
    assert models({"openapi": "3.0.3"}) == {}


def test_a_reference_names_a_model_in_both_kinds() -> None:
    assert reference_name({"$ref": "#/definitions/PersonDto"}) == "PersonDto"
    assert reference_name({"$ref": "#/components/schemas/PersonDto"}) == "PersonDto"
    assert reference_name({"type": "string"}) == ""


def test_what_is_no_object_is_named() -> None:
    with pytest.raises(PipelineError, match=r"^/paths: an object is wanted here, and it is \[1\]\.$"):
        mapping([1], "/paths")
    with pytest.raises(PipelineError, match=r"^The document: an object is wanted here"):
        mapping(None, "")
    assert mapping({"a": 1}, "/paths") == {"a": 1}


def test_what_is_no_array_is_named_shortly() -> None:
    with pytest.raises(PipelineError, match=r"^/tags: an array is wanted here, and it is \"x{59}…\.$"):
        listing("x" * 200, "/tags")
    assert listing([1], "/tags") == [1]
