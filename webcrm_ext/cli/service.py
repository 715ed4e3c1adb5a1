"""The commands `webcrm check` and `webcrm request`."""

from __future__ import annotations

from typing import Any

from webcrm_api.types import UNSET

from webcrm_ext import __version__
from webcrm_ext.cli.context import Context
from webcrm_ext.cli.values import json_file, pairs


def check(context: Context) -> None:
    """Log in, and print what the token may read, limits, versions and drift."""
    result = context.crm.check()
    drift = _drift(context.crm.base_url)
    if context.output.form == "table":
        context.output.text(f"{result}\nVersion        webcrm-client {__version__}\nDrift          {drift}")
        return
    context.output.one({
        "base_url": result.base_url,
        "system_id": result.system_id,
        "readable": list(result.readable),
        "refused": dict(result.refused),
        "clock_offset": result.clock_offset,
        "clock_error": result.clock_error,
        "requests_left": result.requests_left,
        "requests_per_minute": result.requests_per_minute,
        "version": __version__,
        "drift": drift,
    })  # fmt: skip


def _drift(base_url: str) -> str:
    """Return in one sentence whether the service's definition differs from the client's."""
    from webcrm_ext.definition.document import PipelineError  # noqa: PLC0415 - for this command
    from webcrm_ext.definition.pull import pull  # noqa: PLC0415
    from webcrm_ext.drift.command_line import fetch, installed, source_of  # noqa: PLC0415
    from webcrm_ext.drift.compare import compare  # noqa: PLC0415

    try:
        base = installed()
        pulled = pull(source_of(base_url), fetch=fetch)
        drift = compare(base.document, pulled.document, was=base.name, now=pulled.source, naming=base.naming)
    except PipelineError as error:
        return f"not known: {str(error).splitlines()[0]}"
    return f"{base.headline(drift)} `webcrm drift` lists the changes." if drift.changes else base.headline(drift)


def request(context: Context) -> None:
    """Make any call, and print its JSON."""
    options = context.options
    if options.method.upper() != "GET":
        context.check_may_write()
    json = json_file(options.data, options) if options.data else UNSET
    params = pairs(options.param, several=True)
    _print(context, context.crm.request(options.method, options.path, params=params, json=json))


def _print(context: Context, value: Any) -> None:
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        context.output.rows(value)
    elif isinstance(value, dict):
        context.output.one(value)
    elif value is None:
        context.note("The response is empty.")
    else:
        context.output.value("value", value)
