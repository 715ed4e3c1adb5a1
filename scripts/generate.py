"""Run the generator into a folder, add what it lacks, and check what came out.

openapi-python-client and ruff are pinned exactly, for both decide the output. The generator runs with
the templates in `templates/generator`; `templates/runtime` and the facade are added to its tree; then
ruff settles imports and layout, isolated from any setting of this repository.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
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
UNREADABLE = "ANSWER_WITHOUT_A_READER"

_SHOWN_LINES = 200

_TEMPLATES = Path(__file__).parent / "templates"
_RUFF = ("--isolated", "--no-cache", "--quiet", "--target-version=py311", "--line-length=120")
_GENERATOR_SETTINGS = {"literal_enums": True, "package_name_override": PACKAGE, "post_hooks": []}


def generate(document: Document, folder: Path) -> Path:
    """Write the raw client for a normalised document below `folder`, and give the package's path.

    Raises:
        PipelineError: A pinned tool has another version, the generator warned, an operation is
            missing, or the package cannot be imported.
    """
    check_tools()
    package = folder / PACKAGE
    _run_generator(document, folder, package)
    for template in sorted((_TEMPLATES / "runtime").iterdir()):
        (package / template.stem).write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
    for name, text in render_facade(document).items():
        (package / name).parent.mkdir(exist_ok=True)
        (package / name).write_text(text, encoding="utf-8")
    (package / "py.typed").touch()
    _check_complete(document, package)
    for path in package.rglob("*.py"):
        path.write_text(f"{HEADER}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    _run([sys.executable, "-m", "ruff", "check", "--fix", "--select=F,I,UP,PIE790", *_RUFF, str(package)], "Ruff")
    _run([sys.executable, "-m", "ruff", "format", *_RUFF, str(package)], "Ruff")
    _check_imports(folder, package)
    return package


def check_tools() -> None:
    """Refuse to generate with other versions than the pinned ones: the output would be another.

    Raises:
        PipelineError: A version differs; the message says how to get the right one.
    """
    for tool, wanted in TOOLS.items():
        if (found := version(tool)) != wanted:
            raise PipelineError(
                f"{tool} {found} is installed, and {wanted} is pinned, for it decides the output: `make setup`."
            )


def _run_generator(document: Document, folder: Path, package: Path) -> None:
    (folder / "openapi.json").write_bytes(canonicalise(document))
    (folder / "settings.json").write_text(json.dumps(_GENERATOR_SETTINGS), encoding="utf-8")
    _run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"),
            *("--path", str(folder / "openapi.json"), "--config", str(folder / "settings.json")),
            *("--custom-template-path", str(_TEMPLATES / "generator"), "--output-path", str(package)),
        ],
        "The generator",
    )


def _check_complete(document: Document, package: Path) -> None:
    wanted = {operation["operationId"] for _, _, operation in operations(document)}
    found = {path.stem for path in (package / "api").glob("*/*.py")} - {"__init__"}
    if wanted != found:
        raise PipelineError(
            f"The definition has {len(wanted)} operations and {len(found)} were generated; "
            f"these differ: {', '.join(sorted(wanted ^ found))}."
        )
    unread = _files_with(UNREADABLE, package)
    if unread:
        raise PipelineError(f"No reader for the answers of {unread}: add one to templates/generator/reader.jinja.")
    # The generator wraps the definition's texts, so that none becomes code unseen; a template that forgets to
    # say how one is to be written would write the wrapper's address in memory.
    unwrapped = _files_with(" object at 0x", package)
    if unwrapped:
        raise PipelineError(f"A template writes a text of the definition without a filter, in {unwrapped}.")


def _files_with(text: str, package: Path) -> str:
    return ", ".join(sorted(path.stem for path in package.rglob("*.py") if text in path.read_text(encoding="utf-8")))


def _check_imports(folder: Path, package: Path) -> None:
    modules = [
        ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted(package.rglob("*.py"))
    ]
    _run(
        [
            *(sys.executable, "-B", "-W", "error", "-c", "import sys; [__import__(name) for name in sys.argv[1:]]"),
            *modules,
        ],
        "Importing what was generated",
        PYTHONPATH=str(folder),
    )


def _run(command: list[str], what: str, **environment: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own commands
        command,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )
    if done.returncode:
        # One mistake in a template is one in every file made with it.
        lines = (done.stdout + done.stderr).strip().splitlines()
        said = "\n".join(truncate_lines(lines, _SHOWN_LINES, "more lines"))
        raise PipelineError(f"{what} failed:\n{said}")
