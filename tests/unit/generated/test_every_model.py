"""Every model reads any payload of the service, loses nothing, and writes it back."""

from __future__ import annotations

import copy
import datetime
import json
import pickle
from collections.abc import Callable
from typing import Any, get_args

import msgspec
import pytest
import webcrm_api.models
from hypothesis import given
from hypothesis import strategies as st
from webcrm_api.types import UNSET

from .payloads import (
    ANYTHING,
    DATES,
    ENUMS,
    RECORDS,
    SCHEMAS,
    UNKNOWN,
    Json,
    all_null,
    payloads,
    filled,
    model,
    resolved,
    unknown_enums,
)

pytestmark = pytest.mark.generated

PAYLOADS: dict[str, Callable[[str], Json]] = {
    "all null": all_null,
    "all filled": filled,
    "unknown enum values": unknown_enums,
    "properties that the definition lacks": lambda name: filled(name) | UNKNOWN,
    "only those": lambda _name: dict(UNKNOWN),
    "nothing": lambda _name: {},
}
EVERY_MODEL = pytest.mark.parametrize("name", RECORDS)


def test_models_match_the_definition() -> None:
    assert sorted(webcrm_api.models.__all__) == sorted([*RECORDS, *ENUMS])
    assert len(RECORDS) >= 58


@EVERY_MODEL
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_payload_round_trips(name: str, payload: Callable[[str], Json]) -> None:
    sent = payload(name)
    before = copy.deepcopy(sent)
    record = model(name).from_dict(sent)
    assert record.to_request() == before
    assert list(record) == list(record.to_dict()) == list(record.to_request())
    assert sent == before
    plain = record.to_dict()
    assert model(name).from_dict(plain) == record
    # All values are plain JSON, so encoding changes nothing.
    assert json.loads(json.dumps(plain)) == msgspec.json.decode(msgspec.json.encode(plain)) == plain


@EVERY_MODEL
def test_missing_properties_are_read_with_any_cached_layout(name: str) -> None:
    whole = filled(name)
    lacking = [{key: value for key, value in whole.items() if key not in left_out} for left_out in pairs_of(whole)]
    # The same number of properties as a record that was read before, but different ones.
    lacking += [record | UNKNOWN for record in lacking]
    for sent in lacking * 2:
        record = model(name).from_dict(sent)
        assert record.to_request() == sent


def pairs_of(whole: Json) -> list[tuple[str, ...]]:
    names = list(whole)
    return [(one,) for one in names] + list(zip(names, names[1:], strict=False))


@EVERY_MODEL
@pytest.mark.parametrize("payload", [filled, all_null, lambda _name: dict(UNKNOWN)])
def test_copies_are_equal_and_independent(name: str, payload: Callable[[str], Json]) -> None:
    record = model(name).from_dict(payload(name))
    for copied in (copy.deepcopy(record), pickle.loads(pickle.dumps(record))):
        assert copied == record
        assert copied.to_request() == payload(name)
        copied.additional_properties["SomethingElse"] = 1
        assert copied != record


@EVERY_MODEL
def test_property_has_its_declared_type(name: str) -> None:
    record = model(name).from_dict(filled(name))
    for key, schema in SCHEMAS[name]["properties"].items():
        declared, value = resolved(schema), record[key]
        if declared.get("format") == "date-time":
            assert value is None or value.utcoffset() is not None, key
        elif "properties" in declared:
            assert type(value) is record_type(schema), key
        elif declared.get("type") == "array" and "properties" in resolved(declared["items"]):
            assert {type(each) for each in value} == {record_type(declared["items"])}, key
        else:
            assert value == filled(name)[key], key


def record_type(schema: Json) -> Any:
    reference = next(each["$ref"] for each in (schema, *schema.get("allOf", ())) if "$ref" in each)
    return model(reference.rpartition("/")[2])


@EVERY_MODEL
def test_unset_is_left_out_and_none_is_null(name: str) -> None:
    required = SCHEMAS[name].get("required", ())
    record = model(name).from_dict(dict.fromkeys(required, 0))
    assert record.to_dict() == dict.fromkeys(required, 0)
    for key in SCHEMAS[name]["properties"]:
        if key not in required:
            assert record.get(key, "none") == "none"
            record[key] = None
            assert record.to_dict() == {**dict.fromkeys(required, 0), key: None}
            del record[key]
    assert record.to_dict() == dict.fromkeys(required, 0)


@EVERY_MODEL
def test_only_required_properties_are_required_arguments(name: str) -> None:
    names = model(name)._shape.by_api_name
    moment = datetime.datetime(2024, 5, 31, tzinfo=datetime.UTC)
    properties = SCHEMAS[name]["properties"]
    required: Json = {
        names[key]: moment if properties[key].get("format") == "date-time" else 0
        for key in SCHEMAS[name].get("required", ())
    }
    record = model(name)(**required)
    assert {attribute: getattr(record, attribute) for attribute in required} == required
    assert all(getattr(record, attribute) is UNSET for attribute in names.values() if attribute not in required)
    if required:
        with pytest.raises(TypeError, match=r"missing .* required keyword-only argument"):
            model(name)()


@pytest.mark.parametrize("name", ENUMS)
def test_enum_has_the_values_of_the_definition(name: str) -> None:
    assert set(get_args(model(name))) == set(SCHEMAS[name]["enum"])


@pytest.mark.parametrize("text", DATES)
def test_dates_round_trip(text: str) -> None:
    read = model("PersonDto").from_dict({"PersonId": 1, "PersonCreatedAt": text})
    assert (read.person_created_at is None) == text.startswith("0001-01-01")
    assert read.to_request()["PersonCreatedAt"] == text
    assert copy.deepcopy(read).to_request() == read.to_request()


@pytest.mark.parametrize(
    "value", ["yesterday", "2018-13-01T00:00:00", "24:00:00.12345678901234567890", 20180628, 1.5]
)
def test_invalid_dates_are_kept(value: Any) -> None:
    read = model("PersonDto").from_dict({"PersonId": 1, "PersonCreatedAt": value})
    assert read.person_created_at == value
    assert read.to_dict()["PersonCreatedAt"] == value


def some_payload(values: Any = None) -> st.SearchStrategy[tuple[str, Json]]:
    def of(name: str) -> st.SearchStrategy[tuple[str, Json]]:
        return st.tuples(st.just(name), payloads(name) if values is None else payloads(name, values))

    return st.sampled_from(RECORDS).flatmap(of)


@given(some_payload())
def test_any_declared_payload_round_trips(payload: tuple[str, Json]) -> None:
    name, sent = payload
    record = model(name).from_dict(sent)
    written = record.to_dict()
    assert written.keys() == sent.keys()
    assert model(name).from_dict(written) == record
    assert model(name).from_dict(json.loads(json.dumps(written))).to_dict() == written


@given(some_payload(lambda _schema: ANYTHING))
def test_undeclared_payload_round_trips_too(payload: tuple[str, Json]) -> None:
    name, sent = payload
    record = model(name).from_dict(sent)
    assert record.to_dict().keys() == sent.keys()
    assert model(name).from_dict(record.to_dict()) == record
    assert repr(record)
