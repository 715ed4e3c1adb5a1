"""Write docs/drift.md from the tables that the check uses: `python -m scripts.drift.documentation`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from scripts.drift.__main__ import KEPT, KEPT_DEFINITION
from webcrm_ext.drift.codes import CODES, Verdict
from webcrm_ext.drift.command_line import EXIT_CODES, FAIL_ON
from webcrm_ext.drift.reports.json import CHANGE_SHAPE, SHAPE, UNCOMPARED_SHAPE
from webcrm_ext.drift.reports.report import lower_first

DOCUMENT = "docs/drift.md"

_TEXT = """\
# Drift

<!-- Written by `python -m scripts.drift.documentation` from the tables in webcrm_ext/drift. Change those. -->

The API can change at any time. `make drift` compares the live definition with the one that the client was generated
from; `make drift SOURCE=file-or-URL` compares another one. Neither writes to the repository. Users of an installed
package run `webcrm drift` or `python -m webcrm_ext.drift`. It shows whether the client is behind the API, and whether
any of its calls break.

Both definitions are upgraded and normalised first. These differences are not drift:

- the form (Swagger 2.0, OpenAPI 3.0 or 3.1), the order of keys, operation ids, further media types, and what is
  declared once for several operations;
- a reference that is wrapped in an `allOf`, `anyOf` or `oneOf` of its own, with or without `nullable`, as .NET tools
  write it, and null where the client allows it anyway;
- inline enums that become models under the name that the client generates for them;
- documentation: titles, descriptions and examples. Its changes are listed with `--docs` and never counted.

The values of an enum are a set: another order is neutral, and a further value is additive. Where the type of an enum
follows from its values, because operations or properties share them, only a name that disappears from the client is
breaking. The corrections in `swagger/overlay.yaml` are not applied, because drift is about what the API declares. In
the repository the report also lists which of them regenerating would skip because the new definition has them,
contradicts them or lacks their target, and which operations it would name by default.

A rename is reported as one change, marked as a guess, where the evidence is strong: the same shape and a similar name,
or names that differ only in case and separators. Names with different numbers are never paired by similarity. Addresses
are JSON Pointers into the original file.

## What is not compared

Every report lists the parts that differ and were not compared. Some mean nothing to a client: headers and links of
responses, callbacks, webhooks, and shared parts of these kinds. They do not count as drift. Others have no rule, or are
declared elsewhere: an unknown keyword, or a reference into another file. They count as `keyword-changed`, and the rest
of the definition is compared.

## Exit codes

{exit_codes}

`--fail-on` selects which comparisons fail. Code 3 is always a failure. `make` itself exits with 2 whenever a command
fails, so jobs that need the code call `python -m scripts.drift`.

{fail_on}

## Formats

`--format text` is for a person, `markdown` for a pull request, and `github` for the annotations of a CI job, at the
lines of `swagger/webcrm.json`. `changelog` is the entry for a regenerated client; after regenerating, `make changelog`
writes it into CHANGELOG.md. `python -m scripts.drift --keep FOLDER` also writes
{kept} and the original definition
(`{definition}`) there. `json` is for programs:

{shape}

Each of `changes` and `documentation` has:

{change}

Each of `uncompared` has:

{uncompared}

## Changes

*Breaking*: a working program can fail, now or after the client is regenerated. *Additive*: something was added.
*Neutral*: programs are not affected. Where the judgement depends on the direction of the value, the direction in which
the API uses it counts; a model that is both sent and received gets the worse judgement.

{codes}
"""


def documentation() -> str:
    """Return the documentation as Markdown."""
    return _TEXT.format(
        exit_codes=_table(("code", "meaning"), EXIT_CODES.items()),
        fail_on=_table(("`--fail-on`", "exit code"), ((f"`{name}`", what) for name, what in FAIL_ON.items())),
        kept=", ".join(f"`{name}`" for name in KEPT),
        definition=KEPT_DEFINITION,
        shape=_keys(SHAPE),
        change=_keys(CHANGE_SHAPE),
        uncompared=_keys(UNCOMPARED_SHAPE),
        codes=_table(
            ("code", "what", "when sent", "when received"),
            (
                (
                    f"`{code.name}`",
                    code.what,
                    _verdict(code.sent, code.in_python),
                    "as sent" if code.sent == code.received else _verdict(code.received, code.in_python),
                )
                for code in CODES.values()
            ),
        ),
    )


def _verdict(verdict: Verdict, in_python: str) -> str:
    further = f" If the name in Python changes too: {lower_first(in_python)}" if in_python else ""
    return f"*{verdict.judgement.value}*. {verdict.why}{further}"


def _keys(shape: Mapping[str, str]) -> str:
    return _table(("key", "value"), ((f"`{name}`", what) for name, what in shape.items()))


def _table(heading: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [heading, ("---",) * len(heading), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


if __name__ == "__main__":
    Path(DOCUMENT).write_text(documentation(), encoding="utf-8")
