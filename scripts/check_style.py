"""Check names, words and sizes: `python -m scripts.check_style`. Part of `make lint`.

The rules follow from three aims: terms that the field uses, names that can be found by a search, and modules that
can be read at once.
"""

from __future__ import annotations

import argparse
import ast
import re
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

FORBIDDEN_WORDS = {
    "bearable": "bearable",
    "abandon": "abandon",
    "unshown": "unshown",
    "spoil": "spoil",
    "weather": "weather",
    "ones_turn": "ones_turn",
    "each_given": "each_given",
    "class Flight": r"class\s+Flight",
    "that cannot be.": r"that[\s#]+cannot[\s#]+be\.",
}
"""Regular expressions, by the name that is reported. Case is ignored."""
FORBIDDEN_NAMES = frozenset({"held", "given", "turns", "flight", "place", "line"})
REQUIRED_NAMES = ("rate_limit", "retry", "refresh", "lease or lock", "prefetch", "cancel", "redact", "response")
"""Words that at least one name of the package contains, the sandbox aside."""
MAX_ENTRIES = 26
"""Files and folders at the top of the package; without those that Python prescribes."""
MAX_MEDIAN_LINES = 150
MAX_LINES = 400
MAX_TEST_NAME = 69

_PACKAGE = "webcrm_ext"
_SANDBOX = f"{_PACKAGE}/sandbox"
_NO_CONCERN = frozenset({"__init__.py", "__main__.py", "py.typed"})
_EXEMPT = "scripts/check_style.py"
_QUOTATION_LINES = ("webcrm_ext/quotation_lines/", "tests/contract/client/")
"""Where `line` is short for a quotation line."""
_GIVE = re.compile(r"Gives?\b")
_GIVE_IN_TEMPLATE = re.compile(r'"""\s*Gives?\b')
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Problem(NamedTuple):
    """One violation: the rule, the file and line (0 for the whole file or tree), and what is wrong."""

    rule: str
    path: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message} [{self.rule}]"


class Name(NamedTuple):
    """The name of a module, class or function, and where it is defined."""

    path: str
    line: int
    kind: str
    text: str


def check(sources: Mapping[str, str]) -> list[Problem]:
    """Return all violations.

    Args:
        sources: The text of each file, by its path from the root of the repository.
    """
    trees = {path: ast.parse(text) for path, text in sources.items() if path.endswith(".py")}
    names = [name for path, tree in trees.items() for name in _names(path, tree)]
    return [
        *(problem for path, text in sources.items() for problem in _word_problems(path, text)),
        *(problem for path, tree in trees.items() for problem in _docstring_problems(path, tree)),
        *_name_problems(names),
        *_missing_names(names),
        *_size_problems(sources),
    ]


def _names(path: str, tree: ast.Module) -> Iterator[Name]:
    file = Path(path)
    yield Name(path, 0, "module", file.parent.name if file.stem == "__init__" else file.stem)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield Name(path, node.lineno, "class", node.name)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Name(path, node.lineno, "function", node.name)


def _word_problems(path: str, text: str) -> Iterator[Problem]:
    if path == _EXEMPT:
        return
    for word, pattern in FORBIDDEN_WORDS.items():
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield Problem("word", path, _line_of(text, match), f"replace {word!r}")
    if not path.endswith(".py"):
        for match in _GIVE_IN_TEMPLATE.finditer(text):
            yield Problem("docstring", path, _line_of(text, match), "a docstring begins with 'Give': use 'Return'")


def _line_of(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


def _docstring_problems(path: str, tree: ast.Module) -> Iterator[Problem]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if _GIVE.match(ast.get_docstring(node) or ""):
            at = getattr(node, "lineno", 1)
            yield Problem("docstring", path, at, "the docstring begins with 'Give': use 'Return'")


def _name_problems(names: Iterable[Name]) -> Iterator[Problem]:
    for name in names:
        plain = name.text.strip("_").lower()
        if plain in FORBIDDEN_NAMES and not (plain == "line" and name.path.startswith(_QUOTATION_LINES)):
            yield Problem("name", name.path, name.line, f"the {name.kind} {name.text!r} needs a descriptive name")
        if name.path.startswith("tests/") and name.text.startswith("test_") and len(name.text) > MAX_TEST_NAME:
            message = f"{name.text!r} has {len(name.text)} characters; use at most {MAX_TEST_NAME}"
            yield Problem("test name", name.path, name.line, message)


def _missing_names(names: Iterable[Name]) -> Iterator[Problem]:
    known = {
        f"_{_WORD_START.sub('_', name.text).lower()}"
        for name in names
        if name.path.startswith(f"{_PACKAGE}/") and not name.path.startswith(f"{_SANDBOX}/")
    }
    for required in REQUIRED_NAMES:
        # The start of a word: "lock" is in "lock_file", and not in "clock".
        if not any(f"_{word}" in name for word in required.split(" or ") for name in known):
            yield Problem("required name", _PACKAGE, 0, f"no module, class or function is named after {required!r}")


def _size_problems(sources: Mapping[str, str]) -> Iterator[Problem]:
    inside = [path for path in sources if path.startswith(f"{_PACKAGE}/")]
    entries = {path.split("/")[1] for path in inside} - _NO_CONCERN
    if len(entries) > MAX_ENTRIES:
        yield Problem("size", _PACKAGE, 0, f"{len(entries)} entries; use at most {MAX_ENTRIES}")
    lines = {path: len(sources[path].splitlines()) for path in inside if path.endswith(".py")}
    median = statistics.median(lines.values() or [0])
    if median > MAX_MEDIAN_LINES:
        yield Problem(
            "size", _PACKAGE, 0, f"modules have {median:g} lines in the median; use at most {MAX_MEDIAN_LINES}"
        )
    for path, count in lines.items():
        if count > MAX_LINES:
            yield Problem("size", path, 0, f"{count} lines; use at most {MAX_LINES}")


def read_sources(root: Path) -> dict[str, str]:
    """Return the text files that git tracks or would add, by path. Files that are not UTF-8 are left out."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout  # noqa: S603
    sources = {}
    for path in filter(None, listed.split("\0")):
        file = root / path
        if file.is_file():  # not deleted since
            try:
                sources[path] = file.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
    return sources


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line and return the exit code: 1 if any rule is violated."""
    parser = argparse.ArgumentParser(prog="python -m scripts.check_style", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the repository (default: this folder)")
    parser.add_argument("--count", action="store_true", help="print only the number of violations of each rule")
    options = parser.parse_args(arguments)
    problems = check(read_sources(options.root))
    if not options.count:
        print("".join(f"{problem}\n" for problem in sorted(problems)), end="")
    for rule, count in sorted(Counter(problem.rule for problem in problems).items()):
        print(f"{rule}: {count}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
