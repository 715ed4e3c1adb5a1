"""When a call is made again. Small decisions that chain; the first that has something to say decides.

what happened                              GET, PUT, DELETE     POST, PATCH
───────────────────────────────────────    ─────────────────    ─────────────────
429                                        after what it says   after what it says
no connection was made, or no token had    again                again
connection lost, timeout, 408, 5xx         again                OutcomeUnknownError
a success that is cut off or no JSON       again                OutcomeUnknownError
404 where an attempt before may have       done (DELETE)        raised
done it
any other answer                           raised               raised

DELETE of an activity's newest note stands with POST: done twice, it deletes two notes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from typing import Any, NamedTuple, TypeVar
from urllib.parse import unquote

import httpx
from attrs import frozen
from webcrm_api.calls import Call
from webcrm_api.errors import UnexpectedContent
from webcrm_api.types import Response

from webcrm_ext.auth.provider import TokenUnavailable, unreachable
from webcrm_ext.config import Config, Retries
from webcrm_ext.errors import APIConnectionError, OutcomeUnknownError, WebCRMError, sentence
from webcrm_ext.operations import Pause
from webcrm_ext.transport.redaction import Secrets
from webcrm_ext.transport.responses import ResponseRule, error_of, hide_secrets, unexpected
from webcrm_ext.transport.retry_after import retry_after

T = TypeVar("T")
logger = logging.getLogger("webcrm_ext")

_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
_NEWEST = "newestnote"
"""The last step of a path that names another record each time."""

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, TokenUnavailable)


class Outcome(NamedTuple):
    """What one attempt brought: an answer, or the reason why there is none."""

    call: Call[Any]
    response: httpx.Response | None = None
    failure: Exception | None = None


class Again(NamedTuple):
    """Make the call again.

    Attributes:
        reason: Why.
        is_attempt: Whether what happened counts as an attempt, and the policy's own wait comes before the next.
        perhaps_done: Whether the call may have been carried out, and only its answer was lost.
    """

    reason: str
    is_attempt: bool = True
    perhaps_done: bool = False


Decide = Callable[[Outcome, Retries], Again | None]


def repeatable(call: Call[Any]) -> bool:
    """Say whether a call may be carried out twice and leaves the same; others are not repeated blindly."""
    if call.method != "DELETE":
        return call.method in _REPEATABLE
    return unquote(call.url()).partition("?")[0].rstrip("/").rpartition("/")[2].lower() != _NEWEST


def rate_limited(outcome: Outcome, retries: Retries) -> Again | None:
    """429: the call was not carried out. Again when the wait that it asks for is bearable; that is no attempt."""
    if outcome.response is None or outcome.response.status_code != httpx.codes.TOO_MANY_REQUESTS:
        return None
    seconds = retry_after(outcome.response)
    # The pacer makes all callers wait; waiting here once more would double it.
    reason = f"429, asked to wait {seconds:.0f} s"
    return Again(reason, is_attempt=False) if seconds <= retries.max_rate_limit_wait else None


def not_sent(outcome: Outcome, _retries: Retries) -> Again | None:
    """No connection was made, or no token was had: the call certainly did nothing."""
    failure = outcome.failure
    return Again(_named(failure)) if isinstance(failure, _NOT_SENT) else None


def passing(outcome: Outcome, _retries: Retries) -> Again | None:
    """Something that may pass by itself, for calls that may be carried out twice."""
    if not repeatable(outcome.call):
        return None
    if isinstance(outcome.failure, httpx.TransportError | httpx.DecodingError | UnexpectedContent):
        return Again(_named(outcome.failure), perhaps_done=True)
    if outcome.failure is None and outcome.response is not None and _is_passing(outcome.response):
        return Again(f"status {outcome.response.status_code}", perhaps_done=True)
    return None


DECISIONS: tuple[Decide, ...] = (rate_limited, not_sent, passing)


@frozen
class Send:
    """A step: send the call, and come back with the answer, its body read."""

    call: Call[Any]


def exchange(
    call: Call[T], config: Config, secrets: Secrets, rules: tuple[ResponseRule, ...] = ()
) -> Generator[Send | Pause, httpx.Response | None, Response[T]]:
    """Make a call, repeat it as the table says, and give its answer or raise what became of it.

    An error of one of the rules is raised at once.

    Raises:
        WebCRMError: One of the tree in `webcrm_ext.errors`.
    """
    retries = config.retries
    give_up: float | None = None
    attempt = 0
    counted = 0
    perhaps_done = False
    while True:
        attempt += 1
        outcome, answer = yield from _attempt(call, secrets, rules)
        if answer is None and perhaps_done:
            answer = _gone(call, outcome)
        if answer is not None:
            return answer
        if give_up is None:  # from the first failure on: before it, the call may have waited long for its turn
            give_up = config.clock() + retries.deadline
        again = next((each for decide in DECISIONS if (each := decide(outcome, retries))), None)
        counted += again is None or again.is_attempt
        wait = _wait(counted, config) if again and again.is_attempt else 0.0
        if again is None or counted >= retries.max_attempts or config.clock() + wait > give_up:
            raise _error(outcome, attempt, config, secrets) from _cause(outcome.failure)
        reason = secrets.hide(again.reason)
        logger.info("%s %s again in %.1f s (attempt %d): %s", call.method, call.url(), wait, attempt + 1, reason)
        perhaps_done = perhaps_done or again.perhaps_done
        if wait > 0:
            yield Pause(wait)


def _attempt(
    call: Call[T], secrets: Secrets, rules: tuple[ResponseRule, ...]
) -> Generator[Send | Pause, httpx.Response | None, tuple[Outcome, Response[T] | None]]:
    response = None
    try:
        response = yield Send(call)
        if response is not None:
            for rule in rules:
                if (error := rule(call, response, secrets)) is not None:
                    raise error
        if response is None or not response.is_success:
            return Outcome(call, response), None
        value = call.read(response)
    except UnexpectedContent as failure:
        if response is not None:
            hide_secrets(failure, response, secrets)
        return Outcome(call, response, failure), None
    except (httpx.TransportError, httpx.DecodingError, TokenUnavailable) as failure:
        return Outcome(call, response, failure), None
    return Outcome(call, response), _answer(response, value)


def _answer(response: httpx.Response, value: T) -> Response[T]:
    return Response(status_code=response.status_code, content=response.content, headers=response.headers, parsed=value)


def _gone(call: Call[T], outcome: Outcome) -> Response[T] | None:
    """Give the answer to a DELETE that finds nothing any more, for an attempt before it may have done its work."""
    response = outcome.response
    if call.method != "DELETE" or response is None or response.status_code != httpx.codes.NOT_FOUND:
        return None
    try:
        value = call.read(httpx.Response(httpx.codes.NO_CONTENT, request=response.request))
    except UnexpectedContent:
        return None
    logger.info("%s %s is done: status 404, and an attempt before may have done it", call.method, call.url())
    return _answer(response, value)


def _wait(attempt: int, config: Config) -> float:
    retries = config.retries
    longest = min(retries.max_wait, retries.initial_wait * 2.0 ** min(attempt - 1, 30))
    # Half of it is certain, half is chance, so that callers who failed together do not come back together.
    return longest * (0.5 + 0.5 * config.jitter())


def _is_passing(response: httpx.Response) -> bool:
    return response.status_code == httpx.codes.REQUEST_TIMEOUT or response.is_server_error


def _error(outcome: Outcome, attempts: int, config: Config, secrets: Secrets) -> WebCRMError:
    call, response, failure = outcome
    error: WebCRMError
    if failure is None and response is not None and (repeatable(call) or not _is_passing(response)):
        error = error_of(call, response, secrets)
    elif isinstance(failure, UnexpectedContent) and response is not None and repeatable(call):
        error = unexpected(call, response, failure, secrets)
    else:
        kind, said = _unanswered(outcome, config.base_url)
        error = kind(secrets.hide(f"{call.method} {call.url()} {said}"))
    if attempts > 1:
        error.add_to_message(f"It was tried {attempts} times.")
    return error


def _unanswered(outcome: Outcome, base_url: str) -> tuple[type[WebCRMError], str]:
    """Give the error for a call that got no answer, or none that can be relied on."""
    call, response, failure = outcome
    if isinstance(failure, TokenUnavailable):
        return APIConnectionError, f"was not sent. {failure}"
    if isinstance(failure, _NOT_SENT):
        return APIConnectionError, f"was not sent: {unreachable(base_url, failure)}"
    if repeatable(call):
        return APIConnectionError, f"lost its connection: {sentence(_named(failure))} It can be made again."
    why = f"status {response.status_code}" if failure is None and response is not None else _named(failure).rstrip(".")
    return OutcomeUnknownError, (
        f"was sent and no usable answer came ({why}), so the write may or may not have been carried out. It was not "
        "repeated. Look for the record before writing it again."
    )


def _cause(failure: Exception | None) -> Exception | None:
    # What the answer held, secrets too, travels with this one; the error has said of it what may be said.
    return None if isinstance(failure, UnexpectedContent) else failure


def _named(failure: Exception | None) -> str:
    if isinstance(failure, UnexpectedContent):
        return f"a success ({failure.status_code}) that is not what the definition declares"
    return f"{type(failure).__name__} {failure}".strip()
