"""The trace counts functions of this project, and enforces its limits."""

from __future__ import annotations

import re

from webcrm_api.models import PersonDto

from scripts.bench.trace import main, trace
from webcrm_ext.sandbox import Sandbox


def test_only_functions_of_the_client_are_counted() -> None:
    functions = trace(lambda: (Sandbox(records=1), PersonDto(person_id=1).to_dict()))
    assert any("PersonDto.to_dict" in names or "to_dict" in " ".join(names) for names in functions.values())
    assert all(file.startswith("webcrm_api/") for file in functions)


def test_limits_set_the_exit_code(capsys) -> None:
    assert main([]) == 0
    output = capsys.readouterr().out
    functions, files = map(int, re.search(r"(\d+) functions in (\d+) files\.\n$", output).groups())
    assert output.count("\n  ") == functions
    assert main(["--max-functions", str(functions), "--max-files", str(files)]) == 0
    assert main(["--max-functions", str(functions - 1), "--max-files", str(files - 1)]) == 1
    assert capsys.readouterr().err == (
        f"{functions} functions; the limit is {functions - 1}.\n{files} files; the limit is {files - 1}.\n"
    )
