"""Importing one part of the raw client does not import the rest."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import webcrm_api
import webcrm_api.models

pytestmark = pytest.mark.generated

LOADED = "import json, sys; print(json.dumps([name for name in sys.modules if name.partition('.')[0] in {packages}]))"


def loaded(statement: str, *packages: str) -> set[str]:
    """Return the modules of some packages that a new interpreter has loaded after a statement."""
    command = [sys.executable, "-c", f"{statement}\n{LOADED.format(packages=packages)}"]
    return set(json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))


def models_loaded(statement: str) -> set[str]:
    prefix = "webcrm_api.models."
    return {name.removeprefix(prefix) for name in loaded(statement, "webcrm_api") if name.startswith(prefix)}


def test_importing_the_package_imports_nothing_else() -> None:
    assert loaded("import webcrm_api", "webcrm_api", "httpx", "attr", "msgspec") == {"webcrm_api"}


def test_importing_webcrm_ext_imports_nothing_else() -> None:
    assert loaded("import webcrm_ext", "webcrm_api", "webcrm_ext", "httpx", "msgspec") == {"webcrm_ext"}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("import webcrm_api.resources.persons", set()),
        ("from webcrm_api.resources import Resources; Resources(None).persons", set()),
        ("from webcrm_api.api.persons import persons_get", {"person_dto"}),
        ("from webcrm_api.api.persons import persons_delete_hook", set()),
        ("from webcrm_api.models import OpportunityDto", {"opportunity_dto"}),
        (
            "from webcrm_api.models import OpportunityDto as O; O.from_dict({'OpportunityCountry': {}})",
            {"opportunity_dto", "country_dto"},
        ),
    ],
)
def test_only_used_models_are_imported(statement: str, expected: set[str]) -> None:
    assert models_loaded(statement) == expected


def test_using_a_resource_imports_no_other_models() -> None:
    found = models_loaded("import webcrm_ext; webcrm_ext.WebCRM('00000000-0000-4000-8000-000000000001').persons")
    assert found & {"organisation_dto", "opportunity_dto", "delivery_dto", "activity_dto", "user_dto"} == set()


def test_using_a_resource_imports_no_queries_upserts_or_tables() -> None:
    found = loaded(
        "import webcrm_ext; webcrm_ext.WebCRM('00000000-0000-4000-8000-000000000001').persons", "webcrm_ext", "webcrm_api"
    )
    parts = ("webcrm_ext.queries", "webcrm_ext.upsert", "webcrm_ext.paging", "webcrm_api.tables", "webcrm_api.results")
    assert [name for name in found if name.startswith(parts)] == []


def test_format_query_is_public_and_loads_on_first_use() -> None:
    assert loaded("import webcrm_ext.queries", "webcrm_ext") == {"webcrm_ext", "webcrm_ext.queries"}
    assert "webcrm_ext.queries.formatting" in loaded("from webcrm_ext.queries import format_query", "webcrm_ext")


def test_resource_does_not_import_another() -> None:
    found = loaded("from webcrm_api.resources import Resources; Resources(None).persons", "webcrm_api")
    assert {name for name in found if name.startswith(("webcrm_api.resources.", "webcrm_api.api"))} == {
        "webcrm_api.resources.persons"
    }


def test_operation_does_not_import_httpx() -> None:
    assert loaded("from webcrm_api.api.persons import persons_get; persons_get.call(1).request()", "httpx") == set()


def test_all_exported_names_exist() -> None:
    assert dir(webcrm_api) == sorted(webcrm_api.__all__)
    assert dir(webcrm_api.models) == sorted(webcrm_api.models.__all__)
    for module in (webcrm_api, webcrm_api.models):
        for name in module.__all__:
            assert getattr(module, name).__class__ is not None
            assert getattr(module, name) is getattr(module, name)
        with pytest.raises(AttributeError, match="has no attribute 'NoSuchName'"):
            module.NoSuchName  # noqa: B018
