"""Find the files of the hand-written layer that name a part of the API."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

from webcrm_ext.definition.naming import attribute_name

# They work on definitions, and name parts of the API only as examples.
_SKIPPED_FOLDERS = ("definition", "drift")
# It imitates the API and calls none of its operations.
_NEVER_CALLS = "/sandbox/"


@dataclass(frozen=True, slots=True)
class _File:
    """The names that a file uses.

    Attributes:
        names: Imported names, attributes, keyword arguments and string literals.
        strings: The string literals alone: a name built at run time starts as one.
        arguments: The arguments that its functions take.
        suffixes: What its f-strings add to a value: `Id` of `f"{table}Id"`.
    """

    path: str
    names: frozenset[str]
    strings: frozenset[str]
    arguments: frozenset[str]
    suffixes: frozenset[str]


class CodeReferences:
    """The names that the Python files of a folder use. Files are read on first use.

    Args:
        folder: The folder.
    """

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder

    def naming(self, *names: str) -> set[str]:
        """Return the files that use any of these names."""
        return {file.path for file in self._files if not file.names.isdisjoint(names)}

    def calling(self, methods: Iterable[str], parameter: str = "") -> set[str]:
        """Return the files that call a method of the client, such as `persons.get`.

        They import its module (`persons_get`), contain its name (`"get"`) as a string, or take its parameter as an
        argument and pass it on.

        Args:
            methods: The methods.
            parameter: The parameter concerned, by its name in the API.
        """
        found = self.naming(*(method.replace(".", "_") for method in methods))
        # As a string, "list" is the Python type.
        names = {method.partition(".")[2] for method in methods} - {"list"}
        argument = attribute_name(parameter) if parameter else ""
        for file in self._files:
            if _NEVER_CALLS not in file.path and (file.strings & names or argument in file.arguments):
                found.add(file.path)
        return found

    def naming_properties(self, models: Iterable[str], properties: Iterable[str]) -> set[str]:
        """Return the files that name a property, or build its name at run time from that of its entity.

        Args:
            models: The models that have the property.
            properties: The names of the property in the API.
        """
        # Attributes of one word (`text`, `value`) are too common to mean this property.
        attributes = {name: attribute_name(name) for name in properties}
        found = self.naming(*(each for pair in attributes.items() if "_" in pair[1] for each in pair))
        suffixes = {suffix for name in attributes for model in models for suffix in _suffixes(name, model)}
        literals = {suffix for suffix in suffixes if re.fullmatch(r"(?:[A-Z][a-z]+){2,}", suffix)}
        return found | {file.path for file in self._files if file.suffixes & suffixes or file.strings & literals}

    @cached_property
    def _files(self) -> tuple[_File, ...]:
        return tuple(_read(path, source) for path, source in _sources(self._folder, self._folder.name))


@cache
def installed_code() -> CodeReferences:
    """Return the names that the installed `webcrm_ext` uses, read once in a process."""
    return CodeReferences(files("webcrm_ext"))


def _suffixes(name: str, model: str) -> Iterator[str]:
    """Yield what can follow the entity in a property's name: `UpdatedAt` in `PersonUpdatedAt` of `PersonDto`."""
    for index, letter in enumerate(name):
        if index and letter.isupper() and model.startswith(name[:index]):
            yield name[index:]


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for each in folder.iterdir():
        if each.is_dir() and each.name not in _SKIPPED_FOLDERS:
            yield from _sources(each, f"{path}/{each.name}")
        elif each.name.endswith(".py"):
            yield f"{path}/{each.name}", each.read_text(encoding="utf-8")


def _read(path: str, source: str) -> _File:
    names: set[str] = set()
    strings: set[str] = set()
    arguments: set[str] = set()
    suffixes: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Constant(value=str(value)):
                strings.add(value)
            case ast.Attribute(attr=name) | ast.alias(name=name) | ast.keyword(arg=str(name)):
                names.add(name)
            case ast.arg(arg=name):
                arguments.add(name)
            case ast.JoinedStr(values=[*_, ast.FormattedValue(), ast.Constant(value=str(value))]):
                suffixes.add(value)
    return _File(path, frozenset(names | strings), frozenset(strings), frozenset(arguments), frozenset(suffixes))
