"""The lines of hand-written code that name what a newer definition lacks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.generate import Generate
from scripts.obsolete import obsolete_lines
from scripts.regenerate import derive, regenerate

from .documents import NO_CORRECTIONS, small

SOURCE = '''"""Names what is gone."""

crm.persons.get(1).person_birthday
record["PersonBirthday"] = None
person_birthdays = PersonBirthdays = birthday
crm.documents.download(1)
path = "/Documents/{id}/Download"
download(documents_download, "/Documents/{id}/Downloads")
'''


def test_lines_that_name_what_is_gone_are_found(tmp_path: Path) -> None:
    after = small()
    del after["definitions"]["PersonDto"]["properties"]["PersonBirthday"]
    del after["paths"]["/Documents/{id}/Download"]
    (tmp_path / "webcrm_ext").mkdir()
    (tmp_path / "webcrm_ext/a.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "docs/explanation").mkdir(parents=True)
    (tmp_path / "docs/reference").mkdir()
    for page in ("README.md", "docs/explanation/why.md", "docs/reference/generated.md"):
        (tmp_path / page).write_text("Call `crm.documents.download(1)`.\n", encoding="utf-8")
    documents = [derive(document, NO_CORRECTIONS) for document in (small(), after)]
    assert obsolete_lines(tmp_path, *documents) == [
        "webcrm_ext/a.py:3: crm.persons.get(1).person_birthday",
        'webcrm_ext/a.py:4: record["PersonBirthday"] = None',
        "webcrm_ext/a.py:6: crm.documents.download(1)",
        'webcrm_ext/a.py:7: path = "/Documents/{id}/Download"',
        'webcrm_ext/a.py:8: download(documents_download, "/Documents/{id}/Downloads")',
        "docs/explanation/why.md:1: Call `crm.documents.download(1)`.",
        "README.md:1: Call `crm.documents.download(1)`.",
    ]
    assert obsolete_lines(tmp_path, documents[0], documents[0]) == []


@pytest.mark.slow
def test_run_lists_the_lines_that_name_what_is_gone(generated: Path, tmp_path: Path, copy_package: Generate) -> None:
    after = small()
    del after["definitions"]["PersonDto"]["properties"]["PersonBirthday"]
    (tmp_path / "newer.json").write_text(json.dumps(after), encoding="utf-8")
    (generated / "webcrm_ext").mkdir()
    (generated / "webcrm_ext/a.py").write_text("person.person_birthday\n", encoding="utf-8")
    summary = regenerate(generated, str(tmp_path / "newer.json"), generate=copy_package)
    assert (
        "Obsolete     1 lines of hand-written code name what is gone\n"
        "             webcrm_ext/a.py:1: person.person_birthday\n" in summary
    )
