"""`make changelog`: the entry for a regenerated client."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from scripts.changelog import add_entry, main
from tests.definitions import operation, parameter
from webcrm_ext.definition.canonical import canonicalise

from .documents import small

CHANGELOG = """\
# Changelog

## [Unreleased]

### Added

- Something of ours
  on two lines.

### Fixed

- A bug.

## [0.1.0] - 2026-01-02

### Added

- All of it.
"""
ENTRY = """\
### Added

- `crm.users.list` (`GET /Users`): an operation was added.

### Changed

- 2 changes of the API without effect on programs.

### Removed

- **Breaking:** `PersonDto.person_birthday` (`PersonDto.PersonBirthday`): a property was removed.
"""
ADDED = """\
# Changelog

## [Unreleased]

### Added

- Something of ours
  on two lines.
- `crm.users.list` (`GET /Users`): an operation was added.

### Changed

- 2 changes of the API without effect on programs.

### Removed

- **Breaking:** `PersonDto.person_birthday` (`PersonDto.PersonBirthday`): a property was removed.

### Fixed

- A bug.

## [0.1.0] - 2026-01-02

### Added

- All of it.
"""


def test_entry_goes_into_the_unreleased_section() -> None:
    assert add_entry(CHANGELOG, ENTRY) == ADDED


def test_entry_is_not_added_twice() -> None:
    assert add_entry(ADDED, ENTRY) == ADDED
    wrapped = add_entry(CHANGELOG, f"### Added\n\n- {'many words ' * 30}\n")
    assert max(map(len, wrapped.splitlines())) <= 120
    assert add_entry(wrapped, f"### Added\n\n- {'many words ' * 30}\n") == wrapped


def test_number_of_other_changes_replaces_an_earlier_one() -> None:
    assert add_entry(ADDED, ENTRY.replace("2 changes", "3 changes")) == ADDED.replace("2 changes", "3 changes")


def test_missing_unreleased_section_is_made() -> None:
    released = CHANGELOG.replace("## [Unreleased]\n\n### Added\n\n- Something of ours\n  on two lines.\n\n", "")
    released = released.replace("### Fixed\n\n- A bug.\n\n", "")
    edited = add_entry(released, "### Added\n\n- New.\n")
    assert edited == released.replace("## [0.1.0]", "## [Unreleased]\n\n### Added\n\n- New.\n\n## [0.1.0]")
    assert add_entry("# Changelog\n", "### Added\n\n- New.\n") == (
        "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- New.\n"
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with a committed definition and a changelog."""
    root = tmp_path / "parent/repository"
    (root / "swagger").mkdir(parents=True)
    (root / "swagger/webcrm.json").write_bytes(canonicalise(small()))
    (root / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    identity = ("-c", "user.name=A test", "-c", "user.email=test@example.test", "-c", "commit.gpgsign=false")
    # The repository can be a folder of a larger one.
    for command in (["init", "--quiet"], ["add", "."], [*identity, "commit", "--quiet", "--message", "Start"]):
        subprocess.run(["git", "-C", str(root.parent), *command], check=True, capture_output=True)
    return root


def run(root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main(["--root", str(root)])
    output = capsys.readouterr()
    return code, output.out + output.err, (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_changes_since_head_are_written_once(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = "changelog: swagger/webcrm.json is the same as in git's HEAD: no entry is needed.\n"
    assert run(repository, capsys) == (0, same, CHANGELOG)
    document = small()
    document["paths"]["/Persons/{id}/Approve"] = {"post": operation("Persons", parameter("id", "path"))}
    document["info"]["version"] = "v2"
    del document["definitions"]["PersonDto"]["properties"]["PersonBirthday"]
    (repository / "swagger/webcrm.json").write_bytes(canonicalise(document))
    (repository / "swagger/names.yaml").write_text("POST /Persons/{id}/Approve: persons.sign\n", encoding="utf-8")
    code, output, text = run(repository, capsys)
    assert (code, output.partition(":")[0]) == (0, "changelog")
    added = [line for line in text.splitlines() if line not in CHANGELOG.splitlines()]
    assert added == [
        "- `crm.persons.sign` (`POST /Persons/{id}/Approve`): an operation was added.",
        "### Changed",
        "- 1 change of the API without effect on programs.",
        "### Removed",
        "- **Breaking:** `PersonDto.person_birthday` (`PersonDto.PersonBirthday`): a property was removed (was string",
        "  (date-time)).",
    ]
    assert run(repository, capsys) == (0, "changelog: CHANGELOG.md has the entry already.\n", text)


def test_missing_files_are_reported(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert main(["--root", str(tmp_path)]) == 1
    assert "Reading swagger/webcrm.json from git's HEAD failed: fatal: not a git repository" in capsys.readouterr().err
    (repository / "swagger/webcrm.json").write_bytes(
        canonicalise(small() | {"paths": {"/Users": {"get": operation("Users")}}})
    )
    (repository / "CHANGELOG.md").unlink()
    assert main(["--root", str(repository)]) == 1
    assert "changelog: Reading CHANGELOG.md failed: " in capsys.readouterr().err
    monkeypatch.setenv("PATH", "")
    assert main(["--root", str(repository)]) == 1
    assert "changelog: Running git failed: No such file or directory." in capsys.readouterr().err
