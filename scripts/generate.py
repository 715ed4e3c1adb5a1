"""Run the generator, add the runtime and the resources, format the package and check it.

openapi-python-client and ruff are pinned exactly, because both determine the output. The generator
uses the templates in `templates/generator`; `templates/runtime` and the resources are added to its
package; then ruff sorts imports and formats, isolated from this repository's settings.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from scripts.facade import render_facade
from scripts.truncate import truncate_lines
from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.document import Document, PipelineError, operations

PACKAGE = "webcrm_api"
HEADER = "# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,\n"
HEADER += "# scripts/normalise.py or scripts/templates, and run it again.\n"
TOOLS = {"openapi-python-client": "0.29.1", "ruff": "0.17.6"}
NO_READER = "RESPONSE_WITHOUT_A_READER"
"""The mark that templates/generator/reader.jinja writes for a response that it does not support."""

Generate = Callable[[Document, Path], Path]
"""Writes the package for a normalised document into a folder, and returns the package's path."""

SECONDS = 120.0
"""The time limit of each tool. The generator takes a few seconds for the whole API."""
_MAX_LINES = 200

_TEMPLATES = Path(__file__).parent / "templates"
_RUFF = ("--isolated", "--no-cache", "--quiet", "--target-version=py311", "--line-length=120")
_IMPORT = """
import importlib, sys
for name in sys.argv[1:]:
    module = importlib.import_module(name)
    for exported in getattr(module, "__all__", ()):
        getattr(module, exported)
"""
# Titles would rename classes; `scripts.reduce` removes them.
_GENERATOR_SETTINGS = {"literal_enums": True, "package_name_override": PACKAGE, "post_hooks": []}


def generate(
    document: Document,
    folder: Path,
    *,
    render: Callable[[Document], dict[str, str]] = render_facade,
    seconds: float = SECONDS,
) -> Path:
    """Write the raw client for a normalised document into `folder`, and return the package's path.

    Args:
        document: The normalised document.
        folder: An existing folder.
        render: Return the source of the resources, by path below the package.
        seconds: The time limit of the generator.

    Raises:
        PipelineError: A pinned tool has another version, the generator printed a warning or took too long, an
            operation is missing, or the package cannot be imported.
    """
    check_tools()
    package = folder / PACKAGE
    _run_generator(document, folder, package, seconds)
    for template in sorted((_TEMPLATES / "runtime").iterdir()):
        (package / template.stem).write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
    for name, source in render(document).items():
        (package / name).parent.mkdir(exist_ok=True)
        (package / name).write_text(source, encoding="utf-8")
    (package / "py.typed").touch()
    check_complete(document, package)
    for path in package.rglob("*.py"):
        path.write_text(f"{HEADER}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    format_package(package)
    check_imports(package)
    return package


def check_tools() -> None:
    """Check the versions of the tools that determine the output.

    Raises:
        PipelineError: A version differs from the pinned one.
    """
    for tool, pinned in TOOLS.items():
        if (installed := version(tool)) != pinned:
            raise PipelineError(
                f"{tool} {installed} is installed, but {pinned} is pinned, because it determines the output. "
                "Run `make setup`."
            )


def check_complete(document: Document, package: Path) -> None:
    """Check that each operation was generated, with a reader, and without unfiltered strings.

    Raises:
        PipelineError: Something is missing; the message names it.
    """
    expected = {operation["operationId"] for _, _, operation in operations(document)}
    generated = {path.stem for path in (package / "api").glob("*/*.py")} - {"__init__"}
    if expected != generated:
        raise PipelineError(
            f"The definition has {len(expected)} operations, but {len(generated)} were generated. "
            f"These differ: {', '.join(sorted(expected ^ generated))}."
        )
    without_reader = _files_with(NO_READER, package)
    if without_reader:
        raise PipelineError(
            f"No reader for the responses of {without_reader}. Add one to templates/generator/reader.jinja."
        )
    # The generator wraps strings of the definition, so that they cannot become code. A template without
    # the filter that unwraps and quotes them writes the wrapper's repr.
    unfiltered = _files_with(" object at 0x", package)
    if unfiltered:
        raise PipelineError(f"A template writes a string of the definition without a filter, in {unfiltered}.")


def format_package(package: Path) -> None:
    """Sort imports, remove unused ones and format the package.

    Raises:
        PipelineError: Ruff fails.
    """
    _run([sys.executable, "-m", "ruff", "check", "--fix", "--select=F,I,UP,PIE790", *_RUFF, str(package)], "Ruff")
    _run([sys.executable, "-m", "ruff", "format", *_RUFF, str(package)], "Ruff")


def check_imports(package: Path) -> None:
    """Check that each module of the package, and each name that it exports, can be imported without a warning.

    Raises:
        PipelineError: An import fails.
    """
    modules = [
        ".".join(path.relative_to(package.parent).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted(package.rglob("*.py"))
    ]
    _run(
        [
            *(sys.executable, "-B", "-W", "error", "-c", _IMPORT),
            *modules,
        ],
        "Importing the generated package",
        PYTHONPATH=str(package.parent),
    )


def _run_generator(document: Document, folder: Path, package: Path, seconds: float) -> None:
    (folder / "openapi.json").write_bytes(canonicalise(document))
    (folder / "settings.json").write_text(json.dumps(_GENERATOR_SETTINGS), encoding="utf-8")
    _run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"),
            *("--path", str(folder / "openapi.json"), "--config", str(folder / "settings.json")),
            *("--custom-template-path", str(_TEMPLATES / "generator"), "--output-path", str(package)),
        ],
        "The generator",
        seconds,
    )


def _files_with(string: str, package: Path) -> str:
    return ", ".join(sorted(path.stem for path in package.rglob("*.py") if string in path.read_text(encoding="utf-8")))


def _run(command: list[str], what: str, seconds: float = SECONDS, **environment: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - our own commands
            command,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=seconds,
            env={**os.environ, "PYTHONUTF8": "1", **environment},
        )
    except subprocess.TimeoutExpired as error:
        raise PipelineError(
            f"{what} did not finish within {seconds:g} s, and was stopped. Nothing was changed. "
            "Run it again; if it happens again, look for an unusually large or nested part of the definition."
        ) from error
    if done.returncode:
        # An error in a template occurs in each file that it renders.
        lines = (done.stdout + done.stderr).strip().splitlines()
        output = "\n".join(truncate_lines(lines, _MAX_LINES, "more lines"))
        raise PipelineError(f"{what} failed:\n{output}")
