"""The plugin of pytest, in a pytest of its own."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGES = ("receive_hooks", "test_your_program")
TESTS = """
import os
import pytest
from webcrm_ext import WebCRM

def program():
    with WebCRM() as crm:
        return crm.persons.create({"PersonLastName": "Of my program"})

def test_my_program(webcrm_sandbox):
    id_ = program()
    assert webcrm_sandbox.record("Persons", id_)["PersonLastName"] == "Of my program"
    webcrm_sandbox.assert_called("persons.create", times=1)

@pytest.mark.webcrm_sandbox(records=7, linked_data={"QuotationLines"})
def test_options(webcrm_sandbox):
    assert webcrm_sandbox.count("Persons") == 7
    assert webcrm_sandbox.options.linked_data == {"QuotationLines"}

def test_nothing_is_left():
    assert "WEBCRM_BASE_URL" not in os.environ
"""
UNUSED = """
import sys

def test_nothing_is_imported():
    assert [name for name in sys.modules if name.startswith(("webcrm_ext", "webcrm_api", "httpx", "starlette"))] == []
"""


def run(tests: str, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "test_program.py").write_text(tests, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --strict-markers -W error\n", encoding="utf-8")
    paths = [str(ROOT), str(ROOT / "generated")]
    code = f"import sys; sys.path[:0] = {paths!r}; import pytest; sys.exit(pytest.main())"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=120, check=False,
        env={"PATH": "/usr/bin:/bin", "PYTEST_PLUGINS": "pytest_webcrm", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )  # fmt: skip


def test_fixture_serves_a_program_that_knows_nothing_of_it(tmp_path):
    done = run(TESTS, tmp_path)
    assert "3 passed" in done.stdout, done.stdout + done.stderr


def test_plugin_imports_nothing_until_the_fixture_is_used(tmp_path):
    done = run(UNUSED, tmp_path)
    assert "1 passed" in done.stdout, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_tests_of_a_page_pass(tmp_path, page):
    text = (ROOT / f"docs/how-to/{page}.md").read_text(encoding="utf-8")
    tests = "\n\n".join(
        re.findall(r"^<!-- not run: needs pytest -->\n```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    )
    shutil.copy(ROOT / "docs/examples/receive_hooks.py", tmp_path)
    done = run(tests, tmp_path)
    assert f"{tests.count('def test_')} passed" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0
