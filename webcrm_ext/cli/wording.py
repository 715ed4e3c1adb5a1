"""Messages of the client in the words of the command line."""

from __future__ import annotations

import ast
import re
import shlex

_IN_PYTHON = re.compile(r"`print\(crm\.fields\('(\w+)'\)\)` shows all fields\.")
_IN_FIND = re.compile(r"\bfind\((\w+)=…\)")
_OPTIONS = (
    "batch|columns|concurrency|confirm_timeout|delimiter|encoding|exclude|max_failures|on_error|on_missing|overlap|"
    "since|spreadsheet_safe"
)
_OPTION_VALUE = re.compile(rf"\b({_OPTIONS}|format)=['\"]?(\w+)['\"]?")
_OPTION_NAME = re.compile(rf"^({_OPTIONS})\b|\b(confirm_timeout|max_failures|on_error|on_missing|spreadsheet_safe)\b")
_COLUMNS = re.compile(r"(columns=|its name in columns: )(\{.*\})")


def in_shell(text: str) -> str:
    """Return the message of an error with the options of the command in place of Python's arguments."""
    text = _IN_PYTHON.sub(r"`webcrm fields \1` lists them.", text.replace(", in the attribute `errors`", ""))
    text = _IN_FIND.sub(r"--where \1=…", text)
    text = _COLUMNS.sub(_mapping, text.replace("application_token", "The application token"))
    text = re.sub(r"\bcolumns (?=names '|has '.*' for ')", "--map ", text)
    text = _OPTION_VALUE.sub(lambda found: f"{_flag(found[1])} {found[2]}", text)
    return _OPTION_NAME.sub(lambda found: _flag(found[0]), text)


def without_advice(text: str) -> str:
    """Return a message without how to list the fields, for a list of messages."""
    return _IN_PYTHON.sub("", text).rstrip()


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _mapping(found: re.Match[str]) -> str:
    """Return the option --map for a dict of columns."""
    try:
        columns: dict[str, str | None] = ast.literal_eval(found[2])
    except (ValueError, SyntaxError):
        return found[0]
    return " ".join(f"--map {shlex.quote(f'{column}={name or str()}')}" for column, name in columns.items())
