"""Write each page as text, for programs that read documentation: Markdown beside the HTML, and llms.txt."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

_DIRECTIVE = re.compile(r"^::: (\S+)(?:\n    .*)*", re.MULTILINE)
_TITLE = re.compile(r"^# (.*)", re.MULTILINE)
_NO_PROSE = re.compile(r"^```.*?^```|<!--.*?-->", re.MULTILINE | re.DOTALL)
_FENCED = re.compile(r"(^```.*?^```)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_REFERENCE = re.compile(r"\[(`[^`\n]+`)\]\[[\w.]+\]")
_MARKUP = re.compile(r"[`*]|\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")


def write(docs: Path, site: Path, about: str) -> None:
    """Write each page's Markdown into the site, and llms.txt with a line for each.

    Args:
        docs: The folder of the pages.
        site: The folder of the built site.
        about: A sentence about the project.
    """
    lines = ["# webcrm-client", "", f"> {about}", ""]
    for page in sorted(docs.rglob("*.md"), key=lambda each: (len(each.parts), each)):
        name = page.relative_to(docs).as_posix()
        text = _DIRECTIVE.sub(lambda match: described(match[1]), readable(page.read_text(encoding="utf-8")))
        target = site / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        lines.append(f"- [{title(text)}]({name}): {summary(text)}")
    (site / "llms.txt").write_text("\n".join([*lines, ""]), encoding="utf-8")


def readable(text: str) -> str:
    """Return a page without comments. References that only the HTML resolves are replaced by names."""
    parts = _FENCED.split(text)
    parts[::2] = (_REFERENCE.sub(r"\1", _COMMENT.sub("", part)) for part in parts[::2])  # the others are code
    return "".join(parts)


def title(text: str) -> str:
    """Return the title of a page."""
    found = _TITLE.search(text)
    return found[1].replace("`", "") if found else ""


def summary(text: str) -> str:
    """Return the first sentence below the title of a page."""
    for part in _NO_PROSE.sub("", text).split("\n\n"):
        if part.strip() and part.lstrip()[0] not in "#|-!:<":
            sentence = re.split(r"(?<=\.) (?=[A-Z`*\[])", " ".join(part.split()))[0]
            return _MARKUP.sub(lambda match: match[1] or "", sentence)
    return ""


def described(name: str) -> str:
    """Return a class or function as text: its signature and docstring, and those of its public methods."""
    value = find(name)
    parts = [f"## {name}", *_member(value, value.__name__)]
    if inspect.isclass(value):
        for each, member in _methods(value):
            parts += [f"### {value.__name__}.{each}", *_member(member, each)]
    return "\n\n".join(parts)


def find(name: str) -> Any:
    """Return the object with a dotted name.

    Raises:
        ImportError: There is no such module.
        AttributeError: The module has no such name.
    """
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)


def _methods(value: type) -> Iterator[tuple[str, Any]]:
    for name, member in inspect.getmembers(value):
        is_method = inspect.isfunction(member) or isinstance(member, property)
        if is_method and not name.startswith("_") and inspect.getdoc(member):
            yield name, member


def _member(value: Any, name: str) -> Iterator[str]:
    with contextlib.suppress(TypeError, ValueError):  # a property, or a type without a signature
        yield f"```python\n{name}{_signature(value)}\n```"
    if documentation := inspect.getdoc(value):
        yield f"```text\n{documentation}\n```"


def _signature(value: Any) -> inspect.Signature:
    """Return a signature whose defaults are names where their repr is that of an object."""
    found = inspect.signature(value)
    parameters = [each.replace(default=_default(each.default)) for each in found.parameters.values()]
    return found.replace(parameters=parameters)


def _default(value: Any) -> Any:
    if value is inspect.Parameter.empty or not (repr(value).startswith("<") or value is attrs.NOTHING):
        return value
    name = str(getattr(value, "__name__", "_"))
    return _Named("…" if name.startswith(("_", "<")) else name)


class _Named:
    """Shown as a name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name
