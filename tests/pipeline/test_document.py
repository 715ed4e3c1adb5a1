"""JSON Pointers, and documents in both formats."""

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


def test_pointer_escapes_slashes_and_tildes() -> None:
    assert pointer("paths", "/A~B/{id}", 0) == "/paths/~1A~0B~1{id}/0"
    assert keys_of("/paths/~1A~01~1{id}/0") == ["paths", "/A~1/{id}", "0"]
    assert keys_of("") == []


def test_operations_of_both_formats() -> None:
    assert ("PATCH", "/Persons") in {(method, path) for method, path, _ in operations(small())}
    assert [(method, path) for method, path, _ in operations(small_openapi())] == [
        ("POST", "/Auth/ApiLogin"),
        ("POST", "/Persons"),
    ]


def test_models_of_both_formats() -> None:
    assert "TokenDto" in models(small())
    assert list(models(small_openapi())) == ["PersonDto"]
    assert models({"openapi": "3.0.3"}) == {}


def test_reference_names_of_both_formats() -> None:
    assert reference_name({"$ref": "#/definitions/PersonDto"}) == "PersonDto"
    assert reference_name({"$ref": "#/components/schemas/PersonDto"}) == "PersonDto"
    assert reference_name({"type": "string"}) == ""


def test_value_that_is_not_an_object_raises() -> None:
    with pytest.raises(PipelineError, match=r"^/paths: expected an object, got \[1\]\.$"):
        mapping([1], "/paths")
    with pytest.raises(PipelineError, match=r"^The document: expected an object"):
        mapping(None, "")
    assert mapping({"a": 1}, "/paths") == {"a": 1}


def test_value_that_is_not_an_array_raises_with_its_start() -> None:
    with pytest.raises(PipelineError, match=r"^/tags: expected an array, got \"x{59}…\.$"):
        listing("x" * 200, "/tags")
    assert listing([1], "/tags") == [1]
