"""The hand-written layer: which of its files name a part of the API, or make its name at run time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from webcrm_ext.definition.naming import attribute_name

# These read definitions, and name parts of them as examples alone.
_NOT_SCANNED = ("definition", "drift")
# An attribute, an argument by name, a text that is a name, an operation or a model.
_NAMES = re.compile(r'\.([a-z_]\w*)|\b([a-z_]\w*)=|"([A-Za-z]\w*)"|\b([A-Za-z]\w*_\w+|\w+Dto)\b')
# The end of a property's name that is put behind what the entity is called: `f"{table}Id"`, or a text that is more
# than one word, such as `"UpdatedAt"`.
_ENDS = re.compile(r'\}([A-Z]\w*)|"([A-Z][a-z]+[A-Z]\w*)"')

CALLED_FOR_EACH = {
    "create": ("webcrm_ext/upsert/operation.py", "webcrm_ext/resources/__init__.py"),
    "update": ("webcrm_ext/upsert/operation.py", "webcrm_ext/resources/__init__.py"),
    "get_linked_setup": ("webcrm_ext/quotation_lines/linked_data.py", "webcrm_ext/quotation_lines/linked_data.py"),
    "list_hooks": ("webcrm_ext/webhooks.py", "webcrm_ext/webhooks.py"),
    "create_hook": ("webcrm_ext/webhooks.py", "webcrm_ext/webhooks.py"),
    "update_hook": ("webcrm_ext/webhooks.py", "webcrm_ext/webhooks.py"),
}
"""Operations that a file calls by a name made at run time, and the file that names the entities it does so for."""

PARAMETERS = {"page": ("webcrm_ext/paging/pages.py",), "size": ("webcrm_ext/paging/pages.py",)}
"""Parameters, in small letters, that files give to every list, whatever the operation."""


def naming(*words: str) -> tuple[str, ...]:
    """Give the files that name any of these."""
    return _of(_words(), words)


def naming_properties(models: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """Give the files that name properties of a model, each by any of its names, or make such a name at run time."""
    # A short name (`text`, `value`) says too little outside of a model's own property.
    known = [each for name in names if "_" in (attribute := attribute_name(name)) for each in (name, attribute)]
    ends = [end for name in names for model in models for end in _ends_of(name, model)]
    return tuple(sorted({*naming(*known), *_of(_built(), ends)}))


def calling(methods: Iterable[str]) -> tuple[str, ...]:
    """Give the files that call these methods (`persons.get`), by name or by a name made at run time."""
    found: set[str] = set()
    for method in methods:
        found.update(naming(method.replace(".", "_")))
        resource, _, name = method.partition(".")
        module, entities = CALLED_FOR_EACH.get(name, ("", ""))
        if module and resource.replace("_", "") in {word.lower() for word in _words()[entities]}:
            found.add(module)
    return tuple(sorted(found))


def _ends_of(name: str, model: str) -> Iterator[str]:
    """Give what can follow an entity's name in that of a property: `PersonUpdatedAt` of `PersonDto`."""
    for place, letter in enumerate(name):
        if place and letter.isupper() and model.startswith(name[:place]):
            yield name[place:]


def _of(words_of_files: dict[str, frozenset[str]], words: Iterable[str]) -> tuple[str, ...]:
    wanted = frozenset(words)
    return tuple(sorted(name for name, found in words_of_files.items() if not found.isdisjoint(wanted)))


@cache
def _words() -> dict[str, frozenset[str]]:
    """Give the words of each file that can name a part of the API."""
    return _found(_NAMES)


@cache
def _built() -> dict[str, frozenset[str]]:
    """Give the words of each file that can end the name of a property."""
    return _found(_ENDS)


def _found(pattern: re.Pattern[str]) -> dict[str, frozenset[str]]:
    return {
        name: frozenset(word for groups in pattern.findall(text) for word in groups if word)
        for name, text in _python_files(files("webcrm_ext"), "webcrm_ext")
    }


def _python_files(folder: Traversable, name: str) -> Iterator[tuple[str, str]]:
    for each in folder.iterdir():
        below = f"{name}/{each.name}"
        if each.is_dir() and each.name not in _NOT_SCANNED:
            yield from _python_files(each, below)
        elif each.name.endswith(".py"):
            yield below, each.read_text(encoding="utf-8")
