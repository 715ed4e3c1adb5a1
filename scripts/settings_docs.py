"""Write docs/settings.md from `webcrm_ext.config`, where every setting is declared.

Run `python -m scripts.settings_docs` after a change of a setting.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

from attrs import fields

from webcrm_ext.config import DEFAULT_BASE_URL, CallOptions, Config, Retries

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"

_ATTRIBUTE = re.compile(r"^    (\w+): (.*(?:\n        .*)*)", re.MULTILINE)
_ENVIRONMENT = re.compile(r"\s*Environment: (`\w+`)(?:, (.*?))?\.", re.DOTALL)
_DEFAULTS = {
    "application_token": "required",
    "base_url": f"`{DEFAULT_BASE_URL}`",
    "clock": "`time.monotonic`",
    "wall_clock": "`time.time`",
    "sleep": "`time.sleep`",
    "sleep_async": "`anyio.sleep`",
    "jitter": "`random.random`",
}
"""Defaults whose repr says less than their name."""


def page() -> str:
    """Return the text of docs/settings.md."""
    return f"""# Settings

```python
from webcrm_ext import FileTokenStore, Retries, WebCRM

crm = WebCRM(deadline=60, retries=Retries(max_attempts=3), token_store=FileTokenStore("tokens.json"))
```

`WebCRM(...)` and `AsyncWebCRM(...)` take these settings by name. A setting that is not passed is read from its
environment variable, else it has its default. `crm.with_options(...)` returns a copy of the client that shares the
connection; it takes {", ".join(f"`{each.name}`" for each in fields(CallOptions)[:4])},
{", ".join(f"`{each.name}`" for each in fields(CallOptions)[4:])}.

An invalid or unknown setting raises `ConfigurationError` before anything is sent.

<!-- written by `python -m scripts.settings_docs` from webcrm_ext/config.py -->

{_table(Config)}

## Deadline

The deadline covers connections, waits after a 429, retries and the body of the response. Not counted are:

- the wait for the rate limit before the first attempt
- a login that the call needs first; it has as many seconds of its own
- the content of a download to a file, for which `min_download_rate` applies
- name resolution
- with a blocking `transport` of your own, the time until the response headers

## Retries

`retries=Retries(max_attempts=3, max_wait=4)`:

{_table(Retries)}
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


def _table(settings: type[Config | Retries]) -> str:
    documented = {name: " ".join(text.split()) for name, text in _ATTRIBUTE.findall(inspect.getdoc(settings) or "")}
    rows = ["| setting | environment | default | meaning |", "|---|---|---|---|"]
    for each in fields(settings):
        text = documented[each.name]
        variable = _ENVIRONMENT.search(text)
        environment = ""
        if variable:
            environment = variable[1] + (f" ({variable[2].removeprefix('where ')})" if variable[2] else "")
            text = _ENVIRONMENT.sub("", text)
        rows.append(f"| `{each.name}` | {environment} | {_default(each)} | {text} |")
    return "\n".join(rows)


def _default(attribute: Any) -> str:
    if attribute.name in _DEFAULTS:
        return _DEFAULTS[attribute.name]
    default = attribute.default
    if hasattr(default, "factory"):
        default = default.factory()
    if isinstance(default, Retries):
        return "`Retries()`"
    return f"`{default!r}`"


if __name__ == "__main__":
    main()
