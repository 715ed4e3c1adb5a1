"""Count the functions and files that one warm request passes through: `python -m scripts.bench.trace`.

Prints the functions of this project, by file, in the order of their first call. Code that attrs generates is not
counted.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import webcrm_api

import webcrm_ext
from webcrm_ext import WebCRM
from webcrm_ext.sandbox import Sandbox

_PACKAGES = tuple(Path(str(package.__file__)).parent for package in (webcrm_ext, webcrm_api))
_SANDBOX = _PACKAGES[0] / "sandbox"
_COMPREHENSIONS = ("<listcomp>", "<dictcomp>", "<setcomp>", "<module>")


def trace(call: Callable[[], object]) -> dict[str, list[str]]:
    """Return the functions of this project that a call passes through in this thread, by file, in call order."""
    codes: dict[CodeType, None] = {}

    def profile(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call":
            codes.setdefault(frame.f_code)

    gc.collect()
    gc.disable()  # else finalizers of other objects may run, and would be counted
    sys.setprofile(profile)
    try:
        call()
    finally:
        sys.setprofile(None)
        gc.enable()
    functions: dict[str, list[str]] = {}
    for code in codes:
        file = Path(code.co_filename)
        package = next((each for each in _PACKAGES if each in file.parents), None)
        if package is None or _SANDBOX in file.parents or code.co_name in _COMPREHENSIONS:
            continue
        functions.setdefault(str(file.relative_to(package.parent)), []).append(code.co_qualname)
    return functions


def trace_one_page() -> dict[str, list[str]]:
    """Trace `crm.persons.list().page(1)` against a sandbox, after the same call as warm-up."""
    with Sandbox(records=20) as sandbox, WebCRM(sandbox.application_token, base_url=sandbox.url) as crm:
        crm.persons.list().page(1)
        return trace(lambda: crm.persons.list().page(1))


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line and return the exit code: 1 if a limit is exceeded."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.trace", description=__doc__)
    parser.add_argument("--max-functions", type=int, default=None, help="fail above this number of functions")
    parser.add_argument("--max-files", type=int, default=None, help="fail above this number of files")
    options = parser.parse_args(arguments)
    functions = trace_one_page()
    if options.max_functions is None and options.max_files is None:
        for file, names in functions.items():
            print(f"{file}\n  " + "\n  ".join(names))
    counts = {"functions": sum(map(len, functions.values())), "files": len(functions)}
    print(f"crm.persons.list().page(1): {counts['functions']} functions in {counts['files']} files.")
    limits = {"functions": options.max_functions, "files": options.max_files}
    exceeded = [name for name, limit in limits.items() if limit is not None and counts[name] > limit]
    for name in exceeded:
        print(f"{counts[name]} {name}; the limit is {limits[name]}.", file=sys.stderr)
    return 1 if exceeded else 0


if __name__ == "__main__":
    sys.exit(main())
