"""The pages of the reference, which follow from the code. They are in docs/reference and not committed."""

from __future__ import annotations

import argparse
import contextlib
import inspect
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
import webcrm_api.models
import yaml
from webcrm_api import resources, synonyms
from webcrm_api.models import __all__ as models

import webcrm_ext
from webcrm_ext.cli.exit_codes import EXIT_CODES
from webcrm_ext.cli.parser import program_parser
from webcrm_ext.cli.program import main
from webcrm_ext.definition.installed import installed_openapi
from webcrm_ext.drift.command_line import EXIT_CODES as DRIFT_CODES
from webcrm_ext.sandbox.decisions import DECISIONS

IN_PYTHON = {
    "check": "webcrm_ext.client.WebCRM.check",
    "create": "webcrm_api.resources.organisations.Organisations.create",
    "delete": "webcrm_api.resources.products.Products.delete",
    "documents": "webcrm_ext.resources.documents.Documents",
    "documents download": "webcrm_ext.resources.documents.Documents.download",
    "documents list": "webcrm_ext.resources.documents.Documents.list",
    "documents upload": "webcrm_ext.resources.documents.Documents.upload",
    "export": "webcrm_ext.client.WebCRM.export",
    "fields": "webcrm_ext.client.WebCRM.fields",
    "get": "webcrm_api.resources.persons.Persons.get",
    "hooks": "webcrm_ext.resources.webhooks.Hooks",
    "hooks ensure": "webcrm_ext.resources.webhooks.Hooks.ensure",
    "hooks list": "webcrm_api.resources.persons.Persons.list_hooks",
    "hooks remove": "webcrm_api.resources.persons.Persons.delete_hook",
    "list": "webcrm_api.resources.persons.Persons.list",
    "login": "webcrm_ext.client.WebCRM",
    "query": "webcrm_ext.client.WebCRM.query",
    "request": "webcrm_ext.client.WebCRM.request",
    "sandbox": "webcrm_ext.sandbox.server.Sandbox",
    "sync": "webcrm_api.resources.organisations.Organisations.sync",
    "update": "webcrm_api.resources.persons.Persons.update",
    "upsert": "webcrm_api.resources.organisations.Organisations.upsert_csv",
}
"""The corresponding method, by the command."""

OTHER_PAGES = {
    "completion": "../../cli.md",
    "drift": "../../drift.md",
    "fleet": "../../fleet.md",
    "probe": "../api_facts.md",
    "tables": "../words.md",
}
"""The page that explains a command without a corresponding method, by the command."""

_HAND_WRITTEN = {
    "documents": "webcrm_ext.resources.documents.Documents",
    "quotation_lines": "webcrm_ext.resources.quotation_lines.QuotationLines",
    "hooks": "webcrm_ext.resources.webhooks.Hooks",
    "linked_data": "webcrm_ext.resources.linked_data.LinkedData",
}
_OF_RESOURCES = ("inherited_members: true", "merge_init_into_class: false", "show_bases: false")
_CLIENTS = ("WebCRM", "AsyncWebCRM")
_ROOT = Path(__file__).parents[2]
_WIDTH = "100"


def pages() -> dict[str, str]:
    """Return the text of every page, by its path below docs/reference."""
    return {
        "client.md": _client(),
        "errors.md": _errors(),
        "names.md": _names(),
        "exit_codes.md": _exit_codes(),
        "words.md": _words(),
        "changelog.md": _changelog(),
        "api_facts.md": _api_facts(),
        "sandbox_class.md": _sandbox(),
        **{f"resources/{name}.md": text for name, text in _resources()},
        **{f"models/{name}.md": text for name, text in _models()},
        **{f"commands/{name}.md": text for name, text in _commands()},
    }


def write(folder: Path) -> None:
    """Write every page, and remove the pages of earlier runs that are no longer written."""
    texts = pages()
    for old in folder.rglob("*.md"):
        if old.relative_to(folder).as_posix() not in texts:
            old.unlink()
    for name, text in texts.items():
        page = folder / name
        page.parent.mkdir(parents=True, exist_ok=True)
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")


def resource_names() -> list[str]:
    """Return the attributes of the client that are resources, also those that are hand-written."""
    generated = [name for name, value in vars(resources.Resources).items() if hasattr(value, "func")]
    return sorted({*generated, *_HAND_WRITTEN})


def commands() -> list[str]:
    """Return every command, groups included, such as `hooks` and `hooks ensure`."""
    return list(_commands_of(program_parser(), ""))


def help_of(name: str) -> str:
    """Return the help of a command as it is printed in a terminal of 100 columns."""
    printed = io.StringIO()
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = _WIDTH
    try:
        with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
            main([*name.split(), "--help"])
    finally:
        del os.environ["COLUMNS"]
        os.environ.update({} if before is None else {"COLUMNS": before})
    return printed.getvalue()


def _commands_of(parser: argparse.ArgumentParser, prefix: str) -> Iterator[str]:
    for action in parser._actions:  # noqa: SLF001 - argparse has no public name
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for name, each in action.choices.items():
                yield prefix + name
                yield from _commands_of(each, f"{prefix}{name} ")


def _reference(name: str, *options: str) -> str:
    """Return the directive that writes a class or a function here."""
    return "\n".join([f"::: {name}", *(["    options:", *(f"      {each}" for each in options)] if options else [])])


def _home(name: str) -> str:
    """Return the name with the module that defines it."""
    value = getattr(webcrm_ext, name)
    return f"{value.__module__}.{name}" if hasattr(value, "__module__") else f"webcrm_ext.{name}"


def _client() -> str:
    shared = "Both have the same methods; those of `AsyncWebCRM` are awaited."
    about = f"{shared} Every [resource](resources/index.md) is an attribute."
    clients = (_reference(_home(name), "inherited_members: true") for name in _CLIENTS)
    return _page("# The clients", about, *clients)


def _page(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


def _errors() -> str:
    tree = (webcrm_ext.errors.__doc__ or "").partition("\n\n")[2]
    drawn, _, rest = tree.partition("\n\nEach ")
    names = [name for name in webcrm_ext.__all__ if name.endswith("Error")]
    lines = "\n".join(line.removeprefix("    ") for line in drawn.splitlines())
    parts = ["# Errors", f"```text\n{lines}\n```", f"Each {rest.strip()}", *(_reference(_home(each)) for each in names)]
    return _page(*parts)


def _names() -> str:
    """Return the page of all public names, with the reference of those that have no other page."""
    others = {**dict.fromkeys(_CLIENTS, "client.md"), "Config": "../settings.md", "Retries": "../settings.md"}
    rows, described = [], []
    for name in webcrm_ext.__all__:
        page = "errors.md" if name.endswith("Error") else others.get(name)
        if page is None and name not in {"UNSET", "__version__"}:
            described.append(_reference(_home(name)))
        target = f"{page}#{_home(name)}" if page and not page.startswith("..") else page
        rows.append(f"- [`{name}`]({target})" if target else f"- [`{name}`][{_home(name)}]")
    own = (
        "- `UNSET`: an [`Unset`][webcrm_api.types.Unset], the value of a property that is not set; false, never sent\n"
        "- `__version__`: the version of the package"
    )
    listed = "\n".join(each for each in rows if "`UNSET`" not in each and "__version__" not in each)
    config = [_reference(_home(name)) for name in ("Config", "Retries")]
    about = "Every public name. All are imported on first use."
    return _page("# Names of webcrm_ext", about, f"{listed}\n{own}", *described, *config)


def _exit_codes() -> str:
    rows = "\n".join(f"| {code} | {meaning} |" for code, meaning in EXIT_CODES.items())
    drift = "\n".join(f"| {code} | {meaning} |" for code, meaning in DRIFT_CODES.items())
    return (
        "# Exit codes\n\nOf the [command webcrm](commands/index.md):\n\n| code | meaning |\n|---|---|\n"
        f"{rows}\n\nOf `webcrm drift`, see [drift](../drift.md):\n\n| code | meaning |\n|---|---|\n{drift}\n"
    )


def _words() -> str:
    rows = "\n".join(
        f"| [`crm.{name}`](resources/{name}.md) | {', '.join(words.replace('_', ' ') for words in typed.split())} |"
        for name, typed in synonyms.RESOURCES.items()
    )
    about = (
        "webCRM, its API and other systems have different words for the same thing. The error for a wrong name "
        "suggests the right one: `crm.deals` raises an error that names `opportunities`."
    )
    return _page("# Words and resources", about, f"| resource | other words |\n|---|---|\n{rows}")


def _changelog() -> str:
    return (_ROOT / "CHANGELOG.md").read_text(encoding="utf-8").replace("](docs/", "](../")


def _api_facts() -> str:
    overlay = yaml.safe_load((_ROOT / "swagger/overlay.yaml").read_text(encoding="utf-8"))
    rows = "\n".join(
        f"| {_cell(each['description'])} | {_cell(each['x-reason'])} | {_cell(each['x-source'])} |"
        for each in overlay["actions"]
    )
    decisions = "\n".join(
        f"| {_cell(each.question)} | {_cell(each.answer)} | {f'`{each.option}`' if each.option else ''} |"
        for each in DECISIONS
    )
    return f"""# What is known of the API

The definition that webCRM publishes is the source of the client. Where it is wrong, it is corrected;
each correction has a reason and a source. Where nothing is documented, the sandbox decides, and you can change that.

## Corrections of the definition

Each is in `swagger/overlay.yaml`, and is skipped where the service's definition contradicts it.

| correction | reason | source |
|---|---|---|
{rows}

## What is not documented

The sandbox decides; an option changes what it does. `webcrm probe` tests the live service, and writes these options.

| question | decision of the sandbox | option |
|---|---|---|
{decisions}
"""


def _sandbox() -> str:
    names = ("server.Sandbox", "faults.Fault", "tokens.ApplicationToken", "clock.Clock", "request_log.Request")
    parts = [_reference(f"webcrm_ext.sandbox.{name}") for name in (*names, "snapshots.Snapshot")]
    return _page("# The class Sandbox", "Options and faults are in [the sandbox](../sandbox.md).", *parts)


def _resources() -> Iterator[tuple[str, str]]:
    names = resource_names()
    listed = "\n".join(f"- [`crm.{name}`]({name}.md)" for name in names)
    yield "index", f"# Resources\n\nEach is an attribute of both clients.\n\n{listed}\n"
    for name in names:
        path = _HAND_WRITTEN.get(name)
        if path is None:
            value: Any = getattr(resources.Resources, name)
            path = f"webcrm_api.resources.{name}.{value.func.__annotations__['return']}"
        yield name, _page(f"# crm.{name}", _reference(path, *_OF_RESOURCES))


def _models() -> Iterator[tuple[str, str]]:
    schemas = msgspec.json.decode(installed_openapi())["components"]["schemas"]
    rows = []
    for name in sorted(models):
        value: Any = getattr(webcrm_api.models, name)
        is_model = isinstance(value, type)
        schema = schemas.get(name, {})
        rows.append(f"- [`{name}`]({name}.md)")
        if is_model:
            table = "\n".join(
                f"| `{attribute}` | `{property_}` | {_type(schema.get('properties', {}).get(property_, {}))} |"
                for attribute, property_ in zip(value._shape.names, value._shape.api_names, strict=True)  # noqa: SLF001
            )
            about = inspect.cleandoc(value.__doc__ or "").partition("\nAttributes:")[0].strip()
            body = f"{about}\n\n| attribute | property of the API | type |\n|---|---|---|\n{table}"
        else:  # a Literal
            about = "A string. The service may send others, which are kept."
            body = about + "\n\n" + "\n".join(f"- `{each!r}`" for each in get_args(value))
        yield name, f"# {name}\n\n`from webcrm_api.models import {name}`\n\n{body}\n"
    yield "index", "# Models\n\nAll are in `webcrm_api.models`.\n\n" + "\n".join(rows) + "\n"


def _commands() -> Iterator[tuple[str, str]]:
    names = commands()
    listed = "\n".join(f"- [`webcrm {name}`]({name.replace(' ', '_')}.md)" for name in names)
    yield "index", f"# Commands\n\nHow to use them: [the command webcrm](../../cli.md).\n\n{listed}\n"
    for name in names:
        method = IN_PYTHON.get(name)
        words = name.split()
        same = (
            f"In Python: [`{'.'.join(method.split('.')[-2:])}`][{method}]."
            if method
            else f"See [here]({OTHER_PAGES[words[0]]})."
        )
        printed = help_of(name)
        about = " ".join(printed.split("\n\n")[1].split())
        yield name.replace(" ", "_"), f"# webcrm {name}\n\n{about}\n\n```text\n{printed}```\n\n{same}\n"


def _type(schema: Any) -> str:
    reference = schema.get("$ref") or next((each.get("$ref") for each in schema.get("allOf", ())), None)
    if reference:
        name = str(reference).rsplit("/", 1)[1]
        return f"[`{name}`]({name}.md)" if name in models else f"`{name}`"
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    kind = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}.get(schema.get("type", ""), "JSON")
    kind = "datetime" if schema.get("format") == "date-time" else kind
    return f"`{kind}`, up to {schema['maxLength']} characters" if "maxLength" in schema else f"`{kind}`"


def _cell(text: object) -> str:
    return " ".join(str(text).split()).replace("|", "\\|").replace("<", "&lt;")
