"""Running the generator, and what is added and checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scripts import generate as generate_module
from scripts.generate import HEADER, TOOLS, check_tools, generate
from scripts.regenerate import derive
from tests.definitions import listed, operation, parameter
from webcrm_ext.definition.document import PipelineError, operations

from .documents import NO_CORRECTIONS, small, small_openapi


def generated_from(document: dict[str, Any], folder: Path) -> Path:
    return generate(derive(document, NO_CORRECTIONS), folder)


def test_every_file_says_who_writes_it(generated_once: Path) -> None:
    files = list((generated_once / "generated").rglob("*.py"))
    assert len(files) > 30
    for path in files:
        assert path.read_text(encoding="utf-8").startswith(HEADER), path
    assert "make regenerate" in HEADER
    assert "Do not edit" in HEADER


def test_types_are_promised(generated_once: Path) -> None:
    assert (generated_once / "generated/webcrm_api/py.typed").read_bytes() == b""


def test_there_is_a_module_for_each_operation(generated_once: Path) -> None:
    document = json.loads((generated_once / "swagger/openapi.json").read_bytes())
    modules = {path.stem for path in (generated_once / "generated/webcrm_api/api").glob("*/*.py")} - {"__init__"}
    assert modules == {found["operationId"] for _, _, found in operations(document)}


def test_a_definition_in_openapi_3_is_generated(tmp_path: Path) -> None:
    package = generated_from(small_openapi(), tmp_path)
    assert (package / "api/persons/persons_create.py").exists()
    assert (package / "models/auth_api_login_form.py").exists()


@pytest.mark.parametrize("tool", TOOLS)
def test_another_version_of_a_tool_is_refused(tool: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(TOOLS, tool, "0.0.1")
    with pytest.raises(PipelineError, match=rf"{tool} [\d.]+ is installed, and 0\.0\.1 is pinned.*make setup"):
        generate({}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_pinned_tools_are_installed() -> None:
    check_tools()


def test_a_warning_of_the_generator_fails_the_run(tmp_path: Path) -> None:
    document = small()
    document["definitions"]["PersonDto"]["properties"]["PersonName"] |= {"format": "date-time", "default": "never"}
    with pytest.raises(PipelineError, match=r"(?s)^The generator failed:.*never"):
        generated_from(document, tmp_path)


def test_an_operation_that_was_not_generated_fails_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = generate_module._run

    def losing(command: list[str], what: str, **environment: str) -> None:
        run(command, what, **environment)
        if "generate" in command:
            (tmp_path / "webcrm_api/api/persons/persons_get.py").unlink()

    monkeypatch.setattr(generate_module, "_run", losing)
    with pytest.raises(PipelineError, match="has 11 operations and 10 were generated; these differ: persons_get"):
        generated_from(small(), tmp_path)


def test_an_answer_without_a_reader_fails_the_run(tmp_path: Path) -> None:
    document = small()
    document["paths"]["/Persons/Share"] = {"get": operation("Persons", answer={"type": "number"})}
    with pytest.raises(PipelineError, match=r"No reader for the responses of persons_share.*reader\.jinja"):
        generated_from(document, tmp_path)


def test_an_inferred_answer_is_read_as_what_was_declared_too(tmp_path: Path) -> None:
    document = small()
    person = {"$ref": "#/definitions/PersonDto"}
    answers = {"get": listed(person), "post": {"type": "integer", "x-nullable": True}}
    for method, schema in answers.items():
        document["paths"]["/Persons"][method]["responses"]["200"] |= {"schema": schema, "x-inferred": True}
    package = generated_from(document, tmp_path)
    for name, reader in {"list": "one_or_many(PersonDto)", "create": "inferred(integer)"}.items():
        assert f"_reader = {reader}\n" in (package / f"api/persons/persons_{name}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("schema", [{"type": "integer"}, {"type": "array", "items": {"type": "string"}}])
def test_an_inferred_answer_without_a_reader_fails_the_run(tmp_path: Path, schema: dict[str, Any]) -> None:
    document = small()
    document["paths"]["/Persons"]["get"]["responses"]["200"] |= {"schema": schema, "x-inferred": True}
    with pytest.raises(PipelineError, match="No reader for the responses of persons_list"):
        generated_from(document, tmp_path)


def test_a_text_that_no_template_unwrapped_fails_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facade = generate_module.render_facade
    careless = {"resources/careless.py": f"PATH = {str(object())!r}\n"}
    monkeypatch.setattr(generate_module, "render_facade", lambda document: facade(document) | careless)
    with pytest.raises(PipelineError, match="A template writes a text of the definition without a filter, in careless"):
        generated_from(small(), tmp_path)


def test_what_cannot_be_imported_fails_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facade = generate_module.render_facade
    broken = {"resources/broken.py": "from ..calls import nothing_of_this_name as nothing\n\n__all__ = ['nothing']\n"}
    monkeypatch.setattr(generate_module, "render_facade", lambda document: facade(document) | broken)
    with pytest.raises(PipelineError, match=r"(?s)^Importing what was generated failed:.*nothing_of_this_name"):
        generated_from(small(), tmp_path)


def test_a_mistake_in_every_file_is_told_in_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facade = generate_module.render_facade
    broken = {"resources/broken.py": "<<<<<<< one\n" * 100}
    monkeypatch.setattr(generate_module, "render_facade", lambda document: facade(document) | broken)
    with pytest.raises(PipelineError, match=r"(?s)^Ruff failed:.*broken.py:4.*… and \d+ more lines$") as raised:
        generated_from(small(), tmp_path)
    assert len(str(raised.value).splitlines()) == 202


def test_settings_of_the_folder_above_make_no_difference(tmp_path: Path, generated_once: Path) -> None:
    (tmp_path / "ruff.toml").write_text("line-length = 40\nindent-width = 2\n", encoding="utf-8")
    package = generated_from(small(), tmp_path)
    name = "api/persons/persons_get.py"
    expected = (generated_once / "generated/webcrm_api" / name).read_bytes()
    assert (package / name).read_bytes() == expected


def test_text_that_would_end_a_docstring_does_no_harm(tmp_path: Path) -> None:
    document = small()
    nasty = 'Ends """ here; \\N and {{ braces }} too.\nAnother line.'
    document["definitions"]["PersonDto"]["description"] = nasty
    document["definitions"]["PersonDto"]["properties"]["PersonName"]["description"] = nasty
    document["paths"]["/Persons"]["get"] |= {"summary": nasty, "description": nasty}
    document["paths"]["/Persons"]["get"]["parameters"].append(parameter("from", description=nasty))
    package = generated_from(document, tmp_path)
    assert "Another line." in (package / "resources/persons.py").read_text(encoding="utf-8")
