"""Write docs/drift.md from the tables that the check itself works by: `python -m scripts.drift.documentation`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from scripts.drift.__main__ import KEPT, KEPT_DEFINITION
from webcrm_ext.drift.codes import CODES, Verdict
from webcrm_ext.drift.command_line import EXIT_CODES, FAIL_ON
from webcrm_ext.drift.reports.json import CHANGE_SHAPE, SHAPE
from webcrm_ext.drift.reports.report import lower_first

DOCUMENT = "docs/drift.md"

_TEXT = """\
# Drift

<!-- Written by `python -m scripts.drift.documentation` from the tables in webcrm_ext/drift. Change those. -->

The API can change any morning. `make drift` compares the live definition with the one that the client was generated
from; `make drift SOURCE=file-or-URL` takes another. Nothing in the tree is written. Users of an installed package ask
the same with `python -m webcrm_ext.drift`: is the client that I have behind the API, and does anything that I might
call break?

Both sides are upgraded and settled first. Swagger 2.0 against OpenAPI 3, the order of keys, further media types,
operation ids, and null where the client allows it anyway are no drift; nor are values that get the name that the client
gave them, parameters said once for several operations, and null as OpenAPI 3.1 says it, though regenerating has no rule
for these two yet, and will say so. Differences of words are listed with `--docs` and counted nowhere. The corrections
of `swagger/overlay.yaml` are not applied: drift is about what the API says.

A rename is told as one where the evidence is strong (the same shape and a like name, or the same letters in another
case), and called a guess; another number in a name speaks against it. Addresses are JSON Pointers into the file as it
came.

## Exit codes

{exit_codes}

`--fail-on` says which comparisons fail; that nothing was compared always does. `make` itself ends with 2 whenever a
command fails, so jobs that read the code call `python -m scripts.drift`.

{fail_on}

## Formats

`--format text` is for a person, `markdown` for a pull request, `github` for the annotations of a CI job (at the lines
of `swagger/webcrm.json`), `changelog` for the entry of a regenerated client: after regenerating,
`python -m scripts.drift --against OLD --source swagger/webcrm.json --format changelog`, where OLD is the old
definition. `python -m scripts.drift --keep FOLDER` writes {kept} there as well, and the definition as it came
(`{definition}`). `json` is for programs:

{shape}

Each of `changes` and `documentation` has:

{change}

## Changes

*Breaking*: a program that works with the client as it is can fail, now or once the client is regenerated. *Additive*:
there is more than before. *Neutral*: no program notices. What is judged differently when it is sent and when it is
received is judged by the way that the value goes; a model that goes both ways gets the worse of the two.

{codes}
"""


def documentation() -> str:
    """Give the text of the documentation."""
    return _TEXT.format(
        exit_codes=_table(("code", "meaning"), EXIT_CODES.items()),
        fail_on=_table(("`--fail-on`", "exit code"), ((f"`{name}`", what) for name, what in FAIL_ON.items())),
        kept=", ".join(f"`{name}`" for name in KEPT),
        definition=KEPT_DEFINITION,
        shape=_keys(SHAPE),
        change=_keys(CHANGE_SHAPE),
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
    further = f" Where the name in Python is another: {lower_first(in_python)}" if in_python else ""
    return f"*{verdict.judgement.value}*. {verdict.why}{further}"


def _keys(shape: Mapping[str, str]) -> str:
    return _table(("key", "value"), ((f"`{name}`", what) for name, what in shape.items()))


def _table(heading: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [heading, ("---",) * len(heading), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


if __name__ == "__main__":
    Path(DOCUMENT).write_text(documentation(), encoding="utf-8")
