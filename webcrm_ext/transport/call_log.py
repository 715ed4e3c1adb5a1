"""One DEBUG line for each call: operation, status, seconds, bytes, rows, attempt and wait; see docs/logging.md.

It contains no values: neither of a query, nor of a path, nor of a record. The HTTP clients pass a call through here
only while DEBUG is enabled.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define

from webcrm_ext.operations import Pause, WaitFor
from webcrm_ext.transport.attempt import SendRequest

if TYPE_CHECKING:
    import httpx
    from webcrm_api.calls import Call
    from webcrm_api.types import Response

T = TypeVar("T")
logger = logging.getLogger("webcrm_ext")


@define
class _Facts:
    """What was seen of a call.

    Attributes:
        attempts: Requests that were sent for the call itself; a login that it needs is none.
        waited: Seconds of its waits: for the rate limit, before retries, and for another call's login.
        last: The last response.
        size: Bytes of the content, where it was written to a file.
    """

    attempts: int = 0
    waited: float = 0.0
    last: httpx.Response | None = None
    size: int | None = None


def logged(
    steps: Generator[Any, Any, Response[T]], call: Call[T], clock: Callable[[], float]
) -> Generator[Any, Any, Response[T]]:
    """Perform the steps of a call, and log one line at its end, also where it fails."""
    began = clock()
    facts = _Facts()
    result: Response[T] | None = None
    failure: BaseException | None = None
    try:
        result = yield from _observed(steps, call, clock, facts)
    except BaseException as error:
        failure = error
        raise
    else:
        return result
    finally:
        _log(call, clock() - began, facts, result, failure)


def _observed(
    steps: Generator[Any, Any, T], call: Call[Any], clock: Callable[[], float], facts: _Facts
) -> Generator[Any, Any, T]:
    try:
        step = next(steps)
        while True:
            began = clock()
            outcome: Any = None
            failure: BaseException | None = None
            try:
                outcome = yield step
            except GeneratorExit:
                raise
            except BaseException as error:  # noqa: BLE001 - the steps decide what to do with it
                failure = error
            if isinstance(step, Pause | WaitFor):
                facts.waited += clock() - began
            elif isinstance(step, SendRequest) and (not step.is_login or call.name.startswith("auth.")):
                facts.attempts += 1
                facts.last = outcome or facts.last
                facts.size = step.file.tell() if step.file is not None and failure is None else None
            step = steps.send(outcome) if failure is None else steps.throw(failure)
    except StopIteration as finished:
        value: T = finished.value
        return value
    finally:
        steps.close()


def _log(
    call: Call[Any], seconds: float, facts: _Facts, result: Response[Any] | None, failure: BaseException | None
) -> None:
    response = result if result is not None else facts.last
    size = facts.size if facts.size or response is None else len(response.content)
    rows = len(result.parsed) if result is not None and isinstance(result.parsed, list) else None
    values = {
        "operation": call.name,
        "status": response.status_code if response is not None else None,
        "seconds": round(seconds, 3),
        "bytes": size,
        "rows": rows,
        "attempt": facts.attempts,
        "waited": round(facts.waited, 3),
        "error": type(failure).__name__ if failure is not None else None,
    }
    logger.debug(
        "%s: status %s, %s s, %s bytes, %s rows, attempt %s, waited %s s, error %s",
        *("-" if value is None else value for value in values.values()),
        extra=values,
    )
