"""The committed definition and the vendor's file agree with the known facts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from scripts.regenerate import derive
from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.document import models, operations
from webcrm_ext.definition.pull import read_definition
from webcrm_ext.definition.upgrade import upgrade

from .documents import ROOT, SURFACE, definitions, is_definition_of_2019, read, shared_file

COMMITTED = read(ROOT / "swagger/webcrm.json")
LOCK = read(ROOT / "swagger/lock.json")
# A newer definition is compared only with itself and its lock file.
FACTS_OF_2019 = shared_file(SURFACE) if is_definition_of_2019() else None
FACTS = {"itself": COMMITTED, **({"surface": read(FACTS_OF_2019)} if FACTS_OF_2019 else {})}


def schema_fact(schema: Any) -> Any:
    """A schema in the notation of the facts: a model's name, [X] for a list of X, else type and limits."""
    if schema is None:
        return None
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if schema.get("type") == "array":
        return [schema_fact(schema["items"])]
    return bare(schema)


def bare(value: dict[str, Any]) -> dict[str, Any]:
    return {
        key: item
        for key, item in value.items()
        if key not in ("description", "readOnly") and not (key == "uniqueItems" and item is False)
    }


def facts(definition: dict[str, Any]) -> dict[str, Any]:
    """A definition in Swagger 2.0, or the collected facts, in one form."""
    if "paths" not in definition:
        return {
            "operations": {
                f"{each['method']} {each['path']}": {
                    "tag": each["tag"],
                    "id": each["vendor_operation_id"],
                    "body": each.get("body", {}).get("schema"),
                    "inputs": sorted([*each.get("parameters", []), *each.get("form", [])], key=str),
                    "responses": each["responses"],
                }
                for each in definition["operations"]
            },
            "models": definition["models"],
        }
    found: dict[str, Any] = {}
    for method, path, operation in operations(definition):
        parameters = operation.get("parameters", [])
        bodies = [each for each in parameters if each["in"] == "body"]
        found[f"{method} {path}"] = {
            "tag": operation["tags"][0],
            "id": operation["operationId"],
            "body": schema_fact(bodies[0]["schema"]) if bodies else None,
            "inputs": sorted((bare(each) for each in parameters if each["in"] != "body"), key=str),
            "responses": {status: schema_fact(each.get("schema")) for status, each in operation["responses"].items()},
        }
    described = {
        name: {
            "required": sorted(schema.get("required", [])),
            "fields": {key: schema_fact(value) for key, value in schema.get("properties", {}).items()},
        }
        for name, schema in models(definition).items()
    }
    return {"operations": found, "models": described}


def sorted_inputs(stated: dict[str, Any]) -> dict[str, Any]:
    """Sort keys, and lists that are sets."""
    for each in stated["operations"].values():
        each["inputs"] = sorted((dict(sorted(value.items())) for value in each["inputs"]), key=str)
    for model in stated["models"].values():
        model["required"] = sorted(model["required"])
    return stated


def test_counts_match_the_lock_file() -> None:
    counted = {"operations": sum(1 for _ in operations(COMMITTED)), "models": len(models(COMMITTED))}
    assert counted == {key: LOCK["counts"][key] for key in counted}
    assert not is_definition_of_2019() or counted == {"operations": 280, "models": 58}


@pytest.mark.parametrize("path", definitions(), ids=lambda path: path.stem)
def test_file_is_a_definition(path: Path) -> None:
    document = read_definition(path.read_bytes(), path.name)
    assert {"swagger", "openapi"} & document.keys()


@pytest.mark.parametrize("stated", FACTS.values(), ids=FACTS)
def test_committed_definition_agrees_with_the_facts(stated: dict[str, Any]) -> None:
    assert sorted_inputs(facts(COMMITTED)) == sorted_inputs(facts(stated))


def without_descriptions(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_descriptions(item) for key, item in value.items() if not is_description(key, item)}
    return [without_descriptions(item) for item in value] if isinstance(value, list) else value


def is_description(key: str, value: Any) -> bool:
    return key == "info" or (key in ("description", "summary") and isinstance(value, str))


@pytest.mark.slow
def test_all_definitions_give_the_same_document(definition: dict[str, Any], overlay: dict[str, Any]) -> None:
    mine, theirs = (without_descriptions(derive(each, overlay)) for each in (COMMITTED, definition))
    assert canonicalise(without_readonly(theirs)) == canonicalise(without_readonly(mine))


def without_readonly(value: Any) -> Any:
    """Without keywords that do not affect a client: the default of uniqueItems, and readOnly."""
    if isinstance(value, dict):
        return {
            key: without_readonly(item)
            for key, item in value.items()
            if not (key == "uniqueItems" and item is False) and key != "readOnly"
        }
    return [without_readonly(item) for item in value] if isinstance(value, list) else value


@pytest.mark.slow
def test_upgraded_definition_gives_the_same_document(definition: dict[str, Any], overlay: dict[str, Any]) -> None:
    assert canonicalise(derive(upgrade(definition), overlay)) == canonicalise(derive(definition, overlay))


def test_committed_document_is_the_derived_one(openapi: dict[str, Any]) -> None:
    assert (ROOT / "swagger/openapi.json").read_bytes() == canonicalise(openapi)


def test_overlay_adds_later_properties_and_fixes_errors(openapi: dict[str, Any]) -> None:
    schemas = models(openapi)
    assert {"RowNumber", "op_multiTerritory", "a_dismissed"} <= schemas["ObjectDto"]["properties"].keys()
    assert "OpportunityCountry" in schemas["OpportunityDto"]["properties"]
    assert "DeliveryOpportunityPersonId" in schemas["DeliveryDto"]["properties"]
    assert "CanRead" in schemas["SecurityInfoDto"]["properties"]
    notes = openapi["paths"]["/Activities/{id}/Notes"]["get"]["responses"]["200"]["content"]["application/json"]
    assert notes["schema"] == {"type": "array", "items": {"$ref": "#/components/schemas/ActivityNoteDto"}}
    created = openapi["paths"]["/Organisations"]["post"]["responses"]["200"]["content"]["application/json"]
    assert created["schema"] == {"type": "integer", "format": "int32"}
    for path in ("/Persons", "/Opportunities", "/Opportunities/ByPipelineLevel/{pipelineLevel}", "/Persons/Search"):
        assert "include" in {each["name"] for each in openapi["paths"][path]["get"]["parameters"]}


COUNTED = re.compile(r"\b[\d,]{2,} (?:\w+ )?(?:operations|endpoints|models|methods|resources|entities)\b")


PAGES = [
    page for folder in ("docs", "docs/how-to", "docs/explanation") for page in sorted((ROOT / folder).glob("*.md"))
]


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *PAGES])
def test_documentation_does_not_count_what_a_definition_has(page: Path) -> None:
    # A newer definition would make the number wrong.
    assert COUNTED.findall("It has 280 operations, 58 known models and 5 forms.") == [
        "280 operations",
        "58 known models",
    ]
    assert COUNTED.findall(page.read_text(encoding="utf-8")) == []
