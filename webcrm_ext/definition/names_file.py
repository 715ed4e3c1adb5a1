"""`swagger/names.yaml`: the names of operations that no rule names, kept so that they do not change.

Each line is a pair in YAML, `POST /Deliveries/{id}/Approve: deliveries.approve`, which is read without a YAML parser,
because the installed client has none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from webcrm_ext.definition.document import METHODS, PipelineError

NAMES = "swagger/names.yaml"

HEADER = """\
# Names of operations that no rule in webcrm_ext/definition/naming.py names. `make regenerate` adds a default name for
# each and never changes it, for it is public. To choose another one before it is released, edit it and run
# `make regenerate OFFLINE=1`.
"""

_METHOD = "|".join(METHODS).upper()
_WORDS = "[a-z][a-z0-9]*(?:_[a-z0-9]+)*_?"
_NAME = re.compile(rf"""(['"]?)((?:{_METHOD}) /[^\s'"]*)\1:\s+({_WORDS}\.{_WORDS})(\s+#.*)?""")


def parse_names(text: str) -> dict[str, str]:
    """Return the names in a file by method and path: `{"POST /Deliveries/{id}/Approve": "deliveries.approve"}`.

    Raises:
        PipelineError: A line is not a name, or an operation occurs twice.
    """
    names: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _NAME.fullmatch(line.rstrip())
        if match is None:
            raise PipelineError(
                f"{NAMES}, line {number}: {line.strip()!r} is not a name. "
                "Expected a line such as `POST /Deliveries/{id}/Approve: deliveries.approve`."
            )
        if match[2] in names:
            raise PipelineError(f"{NAMES}, line {number}: {match[2]} occurs twice. Remove one.")
        names[match[2]] = match[3]
    return names


def edit_names(text: str, names: Mapping[str, str], removed: Collection[str] = ()) -> str:
    """Return the text of the file with other names. All other lines stay as they are.

    Args:
        text: The text of the file; empty for a new one.
        names: Names to add or to change, by method and path.
        removed: The operations whose lines are removed.
    """
    missing = dict(names)
    lines = []
    for line in (text or HEADER).splitlines():
        match = _NAME.fullmatch(line.rstrip())
        if match and match[2] in removed:
            continue
        if match and (name := missing.pop(match[2], match[3])) != match[3]:
            line = line[: match.start(3)] + name + line[match.end(3) :]  # noqa: PLW2901 - the changed line
        lines.append(line)
    lines += [f"{operation}: {name}" for operation, name in sorted(missing.items())]
    return "\n".join(lines) + "\n"
