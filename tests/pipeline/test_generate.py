"""Generating the package: the generator, what is added to its output, and the checks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.facade import render_facade
from scripts.generate import HEADER, TOOLS, check_complete, check_imports, check_tools, format_package, generate
from scripts.regenerate import derive
from tests.definitions import listed, parameter
from webcrm_ext.definition.document import PipelineError, operations

from .documents import NO_CORRECTIONS, small, small_openapi


def generated_from(document: dict[str, Any], folder: Path) -> Path:
    return generate(derive(document, NO_CORRECTIONS), folder)


@pytest.fixture
def package(generated: Path) -> Path:
    """A copy of the package of the small definition."""
    return generated / "generated/webcrm_api"


@pytest.fixture
def document(generated: Path) -> dict[str, Any]:
    """The document that the package was generated from."""
    loaded: dict[str, Any] = json.loads((generated / "swagger/openapi.json").read_bytes())
    return loaded


def test_every_file_has_the_header(generated_once: Path) -> None:
    files = list((generated_once / "generated").rglob("*.py"))
    assert len(files) > 30
    for path in files:
        assert path.read_text(encoding="utf-8").startswith(HEADER), path
    assert "make regenerate" in HEADER
    assert "Do not edit" in HEADER


def test_package_is_marked_as_typed(generated_once: Path) -> None:
    assert (generated_once / "generated/webcrm_api/py.typed").read_bytes() == b""


def test_each_operation_has_a_module(generated_once: Path) -> None:
    document = json.loads((generated_once / "swagger/openapi.json").read_bytes())
    modules = {path.stem for path in (generated_once / "generated/webcrm_api/api").glob("*/*.py")} - {"__init__"}
    assert modules == {found["operationId"] for _, _, found in operations(document)}


@pytest.mark.slow
def test_openapi_3_is_generated(tmp_path: Path) -> None:
    package = generated_from(small_openapi(), tmp_path)
    assert (package / "api/persons/persons_create.py").exists()
    assert (package / "models/auth_api_login_form.py").exists()


@pytest.mark.parametrize("tool", TOOLS)
def test_other_version_of_a_tool_raises(tool: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(TOOLS, tool, "0.0.1")
    with pytest.raises(PipelineError, match=rf"{tool} [\d.]+ is installed, but 0\.0\.1 is pinned.*make setup"):
        generate({}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_pinned_tools_are_installed() -> None:
    check_tools()


def test_generator_warning_raises(tmp_path: Path) -> None:
    document = small()
    document["definitions"]["PersonDto"]["properties"]["Person-Name"] = {"type": "string"}
    with pytest.raises(PipelineError, match=r"(?s)^The generator failed:.*Warning"):
        generated_from(document, tmp_path)


@pytest.mark.slow
def test_complete_package_passes(package: Path, document: dict[str, Any]) -> None:
    check_complete(document, package)
    check_imports(package)


def test_missing_operation_raises(package: Path, document: dict[str, Any]) -> None:
    (package / "api/persons/persons_get.py").unlink()
    with pytest.raises(PipelineError, match=r"has 11 operations, but 10 were generated\. These differ: persons_get"):
        check_complete(document, package)


def test_responses_without_a_reader_raise(tmp_path: Path) -> None:
    document = small()
    # A type that is not nullable, or a list of strings, cannot be read beside what the definition declares.
    inferred = {"/Persons": {"type": "integer"}, "/Meetings": listed({"type": "string"})}
    for path, schema in inferred.items():
        document["paths"][path]["get"]["responses"]["200"] |= {"schema": schema, "x-inferred": True}
    expected = r"No reader for the responses of meetings_list, persons_list\..*reader\.jinja"
    with pytest.raises(PipelineError, match=expected):
        generated_from(document, tmp_path)


@pytest.mark.slow
def test_inferred_response_also_reads_the_declared_type(tmp_path: Path) -> None:
    document = small()
    person = {"$ref": "#/definitions/PersonDto"}
    schemas = {"get": listed(person), "post": {"type": "integer", "x-nullable": True}}
    for method, schema in schemas.items():
        document["paths"]["/Persons"][method]["responses"]["200"] |= {"schema": schema, "x-inferred": True}
    package = generated_from(document, tmp_path)
    for name, reader in {"list": "one_or_many(PersonDto)", "create": 'inferred(integer, "PersonId")'}.items():
        assert f"_reader = {reader}\n" in (package / f"api/persons/persons_{name}.py").read_text(encoding="utf-8")


def test_unfiltered_string_raises(package: Path, document: dict[str, Any]) -> None:
    (package / "resources/careless.py").write_text(f"PATH = {str(object())!r}\n", encoding="utf-8")
    with pytest.raises(PipelineError, match="writes a string of the definition without a filter, in careless"):
        check_complete(document, package)


def test_import_error_raises(tmp_path: Path) -> None:
    broken = {"resources/broken.py": "from ..calls import nothing_of_this_name as nothing\n\n__all__ = ['nothing']\n"}
    document = derive(small(), NO_CORRECTIONS)
    with pytest.raises(PipelineError, match=r"(?s)^Importing the generated package failed:.*nothing_of_this_name"):
        generate(document, tmp_path, render=lambda document: render_facade(document) | broken)


def test_long_output_of_a_tool_is_truncated(package: Path) -> None:
    (package / "resources/broken.py").write_text("<<<<<<< one\n" * 100, encoding="utf-8")
    with pytest.raises(PipelineError, match=r"(?s)^Ruff failed:.*broken.py:1.*… and \d+ more lines$") as raised:
        format_package(package)
    assert len(str(raised.value).splitlines()) == 202


def test_settings_of_parent_folders_are_ignored(tmp_path: Path, generated_once: Path) -> None:
    (tmp_path / "ruff.toml").write_text("line-length = 40\nindent-width = 2\n", encoding="utf-8")
    package = generated_from(small(), tmp_path)
    name = "api/persons/persons_get.py"
    expected = (generated_once / "generated/webcrm_api" / name).read_bytes()
    assert (package / name).read_bytes() == expected


def test_quotes_in_descriptions_are_escaped(tmp_path: Path) -> None:
    document = small()
    hostile = 'Ends """ here; \\N and {{ braces }} too.\nAnother line.'
    document["definitions"]["PersonDto"]["description"] = hostile
    document["definitions"]["PersonDto"]["properties"]["PersonName"]["description"] = hostile
    document["paths"]["/Persons"]["get"] |= {"summary": hostile, "description": hostile}
    document["paths"]["/Persons"]["get"]["parameters"].append(parameter("from", description=hostile))
    package = generated_from(document, tmp_path)
    assert "Another line." in (package / "resources/persons.py").read_text(encoding="utf-8")
