"""Random calls of the public surface. Each follows from a seed and its number alone."""

from __future__ import annotations

import inspect
import sys
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import webcrm_api
from attrs import frozen

import webcrm_ext
from tests.fuzz.surface import Target, World
from tests.fuzz.values import Values
from webcrm_ext.errors import WebCRMError

SEED = 13
SHARES = {
    "resources": 42,
    "resources of a sandbox": 5,
    "clients": 10,
    "generated functions": 10,
    "settings": 7,
    "stores": 2.5,
    "rate limiters": 0.5,
    "custom fields": 8,
    "helpers": 11,
    "sandbox": 3.6,
    "options of a sandbox": 0.4,
}
"""The shares of the groups of targets, in percent."""

WRONG_SIGNATURES = 0.03
"""The share of calls with an argument too many, too few, or of an unknown name."""

_OWN_FOLDERS = tuple(str(Path(str(module.__file__)).parent) for module in (webcrm_api, webcrm_ext))
_SIGNATURE = (
    "unexpected keyword argument", "Pass a record or properties, not both", "Pass what to send: a record",
    "A fault has no field",
)  # fmt: skip
"""Parts of the messages about a signature that `inspect` does not know: `update` takes a record or properties."""

_SANDBOX_ERRORS = (ValueError, OSError, AssertionError)


@frozen
class Failure:
    """A call that raised another error than those of the tree, or that warned.

    Attributes:
        number: The number of the call.
        call: The call, with its arguments.
        problem: The error or warning.
        where: The last line of this package that the error passed through, or "".
    """

    number: int
    call: str
    problem: str
    where: str = ""

    def __str__(self) -> str:
        return f"call {self.number}: {self.call}\n    {self.problem}\n    {self.where}"


def failure_of(world: World, number: int) -> Failure | None:
    """Make the call with a number, and return how it fails, or None."""
    random = Random(f"{SEED} {number}")
    group = random.choices(list(SHARES), list(SHARES.values()))[0]
    target = random.choice(world.groups[group])
    values = Values(random, world.folder)
    arguments, named = _arguments(target.signature, values)
    call = _shown(target, arguments, named)  # before the call, which may use the arguments up
    requests = world.service.requests
    with _problems() as problems:
        try:
            _make_call(world, target, values, arguments, named)
        except WebCRMError as error:
            if target.of_sandbox:
                return Failure(number, call, _described(error), _where(error))
            str(error)
        except Exception as error:  # noqa: BLE001 - it is what the fuzz looks for
            fits = _fits(target.signature, arguments, named) and not any(each in str(error) for each in _SIGNATURE)
            is_signature = isinstance(error, TypeError) and not fits
            is_documented = target.of_sandbox and type(error) in _SANDBOX_ERRORS
            if not is_documented and not (is_signature and world.service.requests == requests):
                return Failure(number, call, _described(error), _where(error))
    return Failure(number, call, problems[0]) if problems else None


def _make_call(world: World, target: Target, values: Values, arguments: list[Any], named: dict[str, Any]) -> None:
    result = target.function(*arguments, **named)
    if inspect.isawaitable(result):
        result = world.run(_awaited(result))
    if hasattr(result, "to_list"):
        _read(world, result, values)
    repr(result)


async def _awaited(awaitable: Any) -> Any:
    return await awaitable


def _read(world: World, pages: Any, values: Values) -> None:
    """Read some records of a list."""
    step = values.random.choice(("iterate", "pages", "first", "to_list", "page", "repr"))
    if step == "repr":
        repr(pages)
    elif hasattr(pages, "__aiter__"):
        world.run(_read_async(pages, step, values))
    elif step == "iterate":
        list(islice(pages, 3))
    elif step == "pages":
        list(islice(pages.pages(), 2))
    elif step == "page":
        pages.page(values.argument("page", "int"))
    else:
        getattr(pages, step)()


async def _read_async(pages: Any, step: str, values: Values) -> None:
    if step in {"iterate", "pages"}:
        iterator = pages.pages() if step == "pages" else aiter(pages)
        async for _ in iterator:
            break
        await iterator.aclose()
    elif step == "page":
        await pages.page(values.argument("page", "int"))
    else:
        await getattr(pages, step)()


def _arguments(signature: inspect.Signature, values: Values) -> tuple[list[Any], dict[str, Any]]:
    """Return arguments by position and by name."""
    random = values.random
    arguments: list[Any] = []
    named: dict[str, Any] = {}
    for parameter in signature.parameters.values():
        annotation = str(parameter.annotation)
        if parameter.kind == parameter.VAR_KEYWORD:
            named |= {name: value for name, value in values.further().items() if name not in named}
        elif parameter.kind != parameter.VAR_POSITIONAL and (
            parameter.default is parameter.empty or random.random() < 0.35
        ):
            value = values.argument(parameter.name, annotation)
            if parameter.kind == parameter.KEYWORD_ONLY or len(arguments) < list(signature.parameters).index(
                parameter.name
            ):
                named[parameter.name] = value
            else:
                arguments.append(value)
    if random.random() < WRONG_SIGNATURES:
        change = random.choice(
            (arguments.clear, lambda: arguments.append(values.any()), lambda: named.update(unknown=1))
        )
        change()
    return arguments, named


def _fits(signature: inspect.Signature, arguments: list[Any], named: dict[str, Any]) -> bool:
    try:
        signature.bind(*arguments, **named)
    except TypeError:
        return False
    return True


@contextmanager
def _problems() -> Iterator[list[str]]:
    """Collect warnings, such as that of a coroutine that was never awaited, and errors in `__del__`."""
    problems: list[str] = []
    earlier = sys.unraisablehook
    sys.unraisablehook = lambda unraisable: problems.append(f"unraisable: {unraisable.exc_value!r}")
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield problems
            problems += [f"{each.category.__name__}: {each.message}" for each in caught]
    finally:
        sys.unraisablehook = earlier


def _described(error: BaseException) -> str:
    return f"{type(error).__name__}: {str(error)[:300]}"


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(_OWN_FOLDERS)]
    return f"{own[-1].filename}:{own[-1].lineno} in {own[-1].name}" if own else "outside of the packages"


def _shown(target: Target, arguments: list[Any], named: dict[str, Any]) -> str:
    shown = [_short(each) for each in arguments] + [f"{name}={_short(value)}" for name, value in named.items()]
    return f"{target.name}({', '.join(shown)})"


def _short(value: Any) -> str:
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - some values have no repr
        return f"<{type(value).__name__}>"
    return text if len(text) <= 80 else f"{text[:80]}…"
