"""Which files of a code base name a part of the API."""

from __future__ import annotations

from pathlib import Path

import pytest

from webcrm_ext.definition.installed import installed_definition
from webcrm_ext.drift.code_references import CodeReferences, installed_code
from webcrm_ext.drift.compare import compare

DOWNLOADS = '''
"""Nothing here counts: PersonDto, documents_get."""
from webcrm_api.api.documents import documents_download
from webcrm_api.models import DocumentDto

def save(document: DocumentDto, target: str) -> None:
    # Nor does a comment: QuotationLineDto.
    write(documents_download.call(document.document_id), target, name="DocumentExtension")
'''
WRITES = """
def written(package, table, size):
    columns = [f"{table}Id", table + "UpdatedAt"]
    return [operation(package, name) for name in ("create", "update")], list(columns)
"""


@pytest.fixture
def code(tmp_path: Path) -> CodeReferences:
    folder = tmp_path / "package"
    for path, source in {
        "downloads.py": DOWNLOADS,
        "upsert/writes.py": WRITES,
        "sandbox/routes.py": 'ROUTES = {"create": 1}\nLABELS = ["PersonName"]\n',
        "definition/names.py": 'EXAMPLE = "create"\n',
        "notes.txt": "PersonDto",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(source, encoding="utf-8")
    return CodeReferences(folder)


def test_imports_and_annotations_name_models(code: CodeReferences) -> None:
    assert code.naming("DocumentDto") == {"package/downloads.py"}


def test_comments_and_docstrings_name_nothing(code: CodeReferences) -> None:
    assert code.naming("PersonDto", "QuotationLineDto", "documents_get") == set()


def test_an_import_calls_an_operation(code: CodeReferences) -> None:
    assert code.calling(["documents.download"]) == {"package/downloads.py"}
    assert code.calling(["documents.get"]) == set()


def test_a_string_calls_an_operation_by_name(code: CodeReferences) -> None:
    assert code.calling(["persons.create"]) == code.calling(["users.update"]) == {"package/upsert/writes.py"}
    assert code.calling(["persons.list"]) == set()


def test_an_argument_passes_a_parameter(code: CodeReferences) -> None:
    assert code.calling(["persons.list"], "Size") == {"package/upsert/writes.py"}
    assert code.calling(["persons.list"], "Page") == set()


def test_attributes_and_strings_name_properties(code: CodeReferences) -> None:
    assert code.naming_properties(["DocumentDto"], ["DocumentId"]) == {
        "package/downloads.py",
        "package/upsert/writes.py",
    }
    assert code.naming_properties(["DocumentDto"], ["DocumentExtension"]) == {"package/downloads.py"}
    assert code.naming_properties(["PersonDto"], ["PersonName"]) == {"package/sandbox/routes.py"}


def test_names_made_at_run_time_name_properties(code: CodeReferences) -> None:
    assert code.naming_properties(["PersonDto"], ["PersonUpdatedAt"]) == {"package/upsert/writes.py"}
    assert code.naming_properties(["PersonDto"], ["PersonId"]) == {"package/upsert/writes.py"}
    # Another property with the same ending.
    assert code.naming_properties(["PersonDto"], ["PersonOrganisationId"]) == set()


def test_a_change_touches_the_files_of_the_given_code(code: CodeReferences) -> None:
    before, after = installed_definition(), installed_definition()
    del after["paths"]["/Documents/{id}/Download"]
    [change] = compare(before, after, code=code).changes
    assert change.touches.modules == ("package/downloads.py",)


def test_the_package_names_its_special_operations() -> None:
    assert any(path.endswith("documents.py") for path in installed_code().calling(["documents.download"]))
    assert "webcrm_ext/webhooks.py" in installed_code().calling(["persons.create_hook"])
