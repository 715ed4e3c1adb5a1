"""The sandbox shares the definition with the client and no code, so that a fault of one cannot hide in the other."""

import ast
from pathlib import Path

import pytest

SANDBOX = Path(__file__).parents[3] / "webcrm_ext" / "sandbox"


def imported(file: Path) -> set[str]:
    """What a module imports, relative names resolved."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = "webcrm_ext.sandbox".rsplit(".", node.level - 1)[0] + "." if node.level else ""
            names |= {f"{above}{node.module or ''}.{each.name}" for each in node.names}
    return names


@pytest.mark.parametrize("file", sorted(SANDBOX.glob("*.py")), ids=lambda file: file.stem)
def test_no_module_imports_the_client(file):
    own = {each for each in imported(file) if each.startswith(("webcrm_ext", "webcrm_api", "scripts"))}
    assert all(each.startswith("webcrm_ext.sandbox.") for each in own), own


def test_modules_are_short_and_no_folder_is_missed():
    assert {each.suffix for each in SANDBOX.iterdir() if each.is_file()} == {".py"}
    assert all(len(file.read_text().splitlines()) <= 400 for file in SANDBOX.glob("*.py"))
