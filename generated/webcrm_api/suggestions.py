# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Name what was probably meant, where a resource, a method, an argument or a setting does not exist."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

_SHOWN = 12
_PLURALS = frozenset({"people", "staff", "metadata"})


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a sentence that suggests the known names most like one, in any case; "" if none is similar."""
    import difflib  # noqa: PLC0415 - for errors only

    folded: dict[str, str] = {}
    for each in known:
        folded.setdefault(each.casefold(), each)
    close = [repr(folded[each]) for each in difflib.get_close_matches(name.casefold(), folded, n=3)]
    return f" Did you mean {' or '.join(close)}?" if close else ""


def meant(name: str, words: Mapping[str, str], known: Collection[str]) -> list[str]:
    """Return the known names that a table of synonyms has for a name.

    Args:
        name: The name that was typed.
        words: The words for each name, separated by blanks.
        known: The names that exist.
    """
    typed = _folded(name)
    forms = {typed, f"{typed}s", f"{typed[:-1]}ies" if typed.endswith("y") else typed}
    return [each for each, typed_for in words.items() if each in known and forms & set(map(_folded, typed_for.split()))]


def suggest(name: str, words: Mapping[str, str], known: Collection[str]) -> str:
    """Return a sentence that suggests known names for one, by synonym or by spelling; "" if there is none."""
    same = [each for each in known if _folded(each) == _folded(name)]
    found = same or meant(name, words, known)
    return f" Did you mean {' or '.join(map(repr, found[:3]))}?" if found else did_you_mean(name, known)


def suggest_setting(name: str, known: Collection[str]) -> str:
    """Return a sentence that suggests settings of the client for one that does not exist."""
    from .synonyms import SETTINGS  # noqa: PLC0415

    return suggest(name, SETTINGS, known)


def missing_from_client(client: str, name: str, resources: Collection[str], methods: Collection[str]) -> str:
    """Return the message for an attribute that a client does not have."""
    from .synonyms import CLIENT, RESOURCES  # noqa: PLC0415

    text = f"{client} has no attribute {name!r}."
    found = meant(name, RESOURCES, resources)
    if found:
        words, here = name.replace("_", " "), " or ".join(f"crm.{each}" for each in found)
        is_plural = words.endswith("s") or _folded(name) in _PLURALS
        return f"{text} {words[0].upper()}{words[1:]} are {here}." if is_plural else f"{text} Use {here}."
    method = meant(name, CLIENT, methods)
    if method:
        return f"{text} Use crm.{method[0]}(…)."
    return text + suggest(name, {}, [*resources, *methods])


def missing_from_resource(resource: str, many: str, name: str, methods: Collection[str]) -> str:
    """Return the message for an attribute that a resource does not have."""
    from .synonyms import IMPOSSIBLE, METHODS, OF_LISTS  # noqa: PLC0415

    text = f"{resource} has no method {name!r}."
    start = next((each for each in ("find", "list") if each in methods), None)
    if name in OF_LISTS and start:
        return f"{text} Use {start}({'…' * (start == 'find')}).{name}()."
    same = [each for each in methods if _folded(each) == _folded(name)]
    if same:
        return f"{text} Did you mean {same[0]!r}?"
    intended = [each for each in METHODS if each == name] or meant(name, METHODS, METHODS)
    found = [each for each in intended if each in methods]
    if found:
        return f"{text} Use {' or '.join(f'{each}(…)' for each in found)}."
    for each in intended:
        if each in IMPOSSIBLE and not {"get", "list"}.isdisjoint(methods):  # else it is no entity of the API
            return f"{text} The API {IMPOSSIBLE[each].format(many=many)}."
    return f"{text}{suggest(name, {}, methods) or f' It has {listed(methods)}.'}"


def unexpected_arguments(
    method: str, arguments: Sequence[object], named: Iterable[str], by_position: Sequence[str], names: Sequence[str]
) -> str:
    """Return the message for arguments that a method does not take.

    Args:
        method: The name of the method.
        arguments: The arguments by position.
        named: The names of the others.
        by_position: The names that the method takes by position.
        names: All names that the method takes.
    """
    takes = f"It takes {', '.join(names)}." if names else "It takes no arguments."
    wrong = next((each for each in named if each not in names), None)
    if wrong is None:
        count = f"{len(arguments)} argument{'s' * (len(arguments) != 1)} by position"
        hint = " Pass the others by name." if len(names) > len(by_position) else ""
        most = f"{len(by_position)}: {', '.join(by_position)}" if by_position else "none"
        return f"{method}() got {count} and takes {most}.{hint} {takes}"
    return f"{method}() has no argument {wrong!r}.{_argument_hint(wrong, by_position, names)} {takes}"


def _argument_hint(wrong: str, by_position: Sequence[str], names: Sequence[str]) -> str:
    from .synonyms import ARGUMENTS, ELSEWHERE, RECORD  # noqa: PLC0415

    if "id" in names and wrong.casefold().endswith("id"):
        return " Did you mean 'id'?"
    if meant(wrong, ARGUMENTS, names):
        return suggest(wrong, ARGUMENTS, names)
    records = [each for each in by_position if each != "id"]
    if records and meant(wrong, {records[-1]: RECORD}, records):
        return f" Did you mean {records[-1]!r}?"
    close = suggest(wrong, {}, names)
    return close or (f" {ELSEWHERE[wrong]}" if wrong in ELSEWHERE else "")


def listed(names: Iterable[str]) -> str:
    """Return names as a list that is not too long to read."""
    each = list(names)
    return ", ".join([*each[:_SHOWN], *(["…"] if len(each) > _SHOWN else [])])


def _folded(name: str) -> str:
    return name.replace("_", "").casefold()


__all__ = [
    "did_you_mean",
    "listed",
    "meant",
    "missing_from_client",
    "missing_from_resource",
    "suggest",
    "suggest_setting",
    "unexpected_arguments",
]
