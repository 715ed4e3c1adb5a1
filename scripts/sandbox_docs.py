"""Write the tables of docs/sandbox.md from the sandbox's options, faults, control addresses and decisions.

Run `python -m scripts.sandbox_docs` after a change of one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from webcrm_ext.sandbox.control import ADDRESSES
from webcrm_ext.sandbox.decisions import DECISIONS
from webcrm_ext.sandbox.faults import Fault, FaultSettings
from webcrm_ext.sandbox.options import Options

PAGE = Path(__file__).parents[1] / "docs" / "sandbox.md"
_BLOCK = re.compile(r"(<!-- (\w+): written by .*? -->\n).*?(<!-- end -->)", re.DOTALL)


def updated(page: str) -> str:
    """Return the page with current tables between its markers."""
    tables = {
        "options": _settings("Option", Options),
        "faults": _settings("Fault", FaultSettings),
        "fields": _table(
            ("Field", "Default"),
            ((f"`{each.name}`", each.metadata.get("default", _code(each.default))) for each in fields(Fault)),
        ),
        "addresses": _table(("Control address",), ((f"`{each}`",) for each in ADDRESSES)),
        "decisions": _table(
            ("Not documented", "The sandbox", "Option"),
            ((each.question, each.answer, f"`{each.option}`" if each.option else "") for each in DECISIONS),
        ),
    }
    return _BLOCK.sub(lambda match: f"{match[1]}\n{tables[match[2]]}\n\n{match[3]}", page)


def main() -> None:
    """Update the page in place."""
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def _settings(name: str, kind: type[Options | FaultSettings]) -> str:
    rows = ((f"`{each.name}`", _code(each.default), each.metadata["help"]) for each in fields(kind))
    return _table((name, "Default", "Meaning"), rows)


def _table(head: tuple[str, ...], rows: Iterable[Iterable[str]]) -> str:
    return "\n".join(f"| {' | '.join(each)} |" for each in (head, ["---"] * len(head), *rows))


def _code(default: object) -> str:
    if default in ("", frozenset()):
        return "none"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


if __name__ == "__main__":
    main()
