"""When a call is retried. Each rule is a small function; the first that applies decides.

what happened                              GET, PUT, DELETE     POST, PATCH
───────────────────────────────────────    ─────────────────    ───────────────────
429                                        after its wait       after its wait
no connection, or no access token          retry                retry
connection lost, timeout, 408, 5xx         retry                OutcomeUnknownError
the deadline is over                       APITimeoutError      OutcomeUnknownError
a response above max_response_bytes        raise                OutcomeUnknownError
a success that is cut off or not JSON      retry                OutcomeUnknownError
404, and an earlier attempt may be done    done (DELETE)        raise
a success with an error object             raise                raise
any other response                         raise                raise

All retries of a client and its copies share a quota (`retry_quota.py`); when it is used up, the error is raised at
once. A call whose 429s ask for almost no wait has a minimum wait, which grows (`retry_after.py`).

Where the deadline would end before the next attempt, the error at hand is raised at once. A POST that was not sent yet
is an APITimeoutError. A refusal that is too large or does not end is the error of its status.

DELETE of an activity's newest note counts as POST: two of them delete two notes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast
from urllib.parse import unquote

from webcrm_api.errors import UnexpectedContent, sentence
from webcrm_api.readers import content, is_error_object
from webcrm_api.types import Response

from webcrm_ext.auth.provider import TokenUnavailableError
from webcrm_ext.errors import APIConnectionError, APITimeoutError, OutcomeUnknownError, WebCRMError
from webcrm_ext.operations import LONGEST_WAIT, Pause
from webcrm_ext.transport.bodies import LoginTooLargeError, ResponseTooLargeError
from webcrm_ext.transport.deadline import DeadlineError
from webcrm_ext.transport.responses import error_of, redact_content, unexpected_response
from webcrm_ext.transport.retry_after import minimum_wait, requested_wait
from webcrm_ext.transport.retry_quota import FIRST_ATTEMPT_RETURNS, RATE_LIMITED_COST, RETRY_COST

if TYPE_CHECKING:
    import httpx
    from webcrm_api.calls import Call

    from webcrm_ext.config import Config, Retries
    from webcrm_ext.transport.deadline import Deadline
    from webcrm_ext.transport.rate_limit import RateLimit
    from webcrm_ext.transport.redaction import Redactor
    from webcrm_ext.transport.responses import ResponseRule
    from webcrm_ext.transport.retry_quota import RetryQuota

T = TypeVar("T")
logger = logging.getLogger("webcrm_ext")

Attempt = Generator[Any, Any, "httpx.Response"]
"""One attempt of a call: a generator of steps that returns the response, its body read."""

_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
_NEWEST_NOTE = "newestnote"
"""The last part of a path that names another record each time."""

_REQUEST_TIMEOUT = 408
_NOT_FOUND = 404
_MAX_DOUBLINGS = 30
_BLANKS = b"\xef\xbb\xbf \t\r\n"


class Outcome(NamedTuple):
    """The outcome of one attempt: a response, or the reason why there is none that can be used.

    Attributes:
        call: The call.
        response: The response, or None.
        failure: Why it cannot be used, or None.
        may_be_done: Whether an earlier attempt may have been carried out.
    """

    call: Call[Any]
    response: httpx.Response | None = None
    failure: Exception | None = None
    may_be_done: bool = False


class Retry(NamedTuple):
    """A decision to retry.

    Attributes:
        reason: The reason, for the log.
        is_attempt: Whether the outcome counts as an attempt, and the policy's wait precedes the next.
        may_be_done: Whether the service may have carried out the call, and only its response was lost.
        requested_wait: Seconds that a 429 asks to wait; the rate limit makes all callers wait for them.
    """

    reason: str
    is_attempt: bool = True
    may_be_done: bool = False
    requested_wait: float = 0.0


def is_idempotent(call: Call[Any]) -> bool:
    """Return whether carrying out a call twice has the effect of once. Other calls are never retried blindly."""
    if call.method != "DELETE":
        return call.method in _IDEMPOTENT
    return unquote(call.url()).partition("?")[0].rstrip("/").rpartition("/")[2].lower() != _NEWEST_NOTE


def retry_rate_limited(outcome: Outcome, retries: Retries) -> Retry | None:
    """Retry after a 429 whose wait is within the limit; it does not count as an attempt."""
    wait = requested_wait(outcome.response) if outcome.response is not None else None
    if wait is None or wait > retries.max_rate_limit_wait:
        return None
    return Retry(f"429, asked to wait {wait:.0f} s", is_attempt=False, requested_wait=wait)


def retry_not_sent(outcome: Outcome, _retries: Retries) -> Retry | None:
    """Retry where no connection was made or no access token was available: nothing was sent."""
    failure = outcome.failure
    return Retry(_reason(failure)) if isinstance(failure, APIConnectionError) and not failure.sent else None


def retry_transient(outcome: Outcome, _retries: Retries) -> Retry | None:
    """Retry an idempotent call after a failure that may be over by then."""
    if not is_idempotent(outcome.call):
        return None
    if outcome.failure is not None:
        return Retry(_reason(outcome.failure), may_be_done=True)
    if outcome.response is not None and _is_transient(outcome.response):
        return Retry(f"status {outcome.response.status_code}", may_be_done=True)
    return None


RULES: tuple[Callable[[Outcome, Retries], Retry | None], ...] = (retry_rate_limited, retry_not_sent, retry_transient)


def send_with_retries(
    call: Call[T],
    attempt: Callable[[], Attempt],
    config: Config,
    redactor: Redactor,
    rules: Sequence[ResponseRule],
    quota: RetryQuota,
    deadline: Deadline,
    rate_limit: RateLimit,
) -> Generator[Any, Any, Response[T]]:
    """Make a call, retry it as the table says, and return its response.

    Args:
        call: The call.
        attempt: Returns the steps of one attempt.
        config: The settings of this call.
        redactor: Redacts messages.
        rules: Further rules that recognise an error in a response.
        quota: The retry quota of the client and its copies.
        deadline: The deadline of the call; the last error is raised where it would end before the next attempt.
        rate_limit: The rate limit of the client and its copies: a 429 of another call may prolong the wait.

    Raises:
        WebCRMError: See `webcrm_ext.errors`.
    """
    retries = config.retries
    attempts = counted = taken = 0
    may_be_done = False
    outcome: Outcome | None = None
    while True:
        attempts += 1
        response = failure = None
        try:
            response = yield from attempt()
            result = _result_of(call, response, redactor, rules)
            if result is not None:
                if quota.used:
                    quota.give_back(taken or FIRST_ATTEMPT_RETURNS)
                return result
        except (UnexpectedContent, APIConnectionError) as error:
            failure = error
        except WebCRMError as error:
            error.may_be_done = may_be_done
            raise
        if deadline.ends_in_wait and outcome is not None:
            raise _error(outcome, attempts - 1, config, redactor, deadline) from _cause(outcome.failure)
        outcome = Outcome(call, response, failure, may_be_done)
        if may_be_done and (gone := _already_deleted(outcome)) is not None:
            quota.give_back(taken)
            return gone
        retry = None if _is_final(failure) else next((each for rule in RULES if (each := rule(outcome, retries))), None)
        counted += retry is None or retry.is_attempt
        wait = _wait_before(retry, counted, attempts - counted, config) if retry else 0.0
        is_last = counted >= retries.max_attempts
        if retry is None or is_last or max(wait, retry.requested_wait) >= deadline.left():
            raise _error(
                outcome, attempts, config, redactor, None if retry is None or is_last else deadline
            ) from _cause(failure)
        taken = _take_from_quota(quota, retry, outcome, attempts, config, redactor)
        logger.info(
            "%s %s: retry in %.1f s (attempt %d, retry quota %s): %s",
            call.method, call.url(), max(wait, rate_limit.blocked_seconds), attempts + 1, quota,
            redactor.redact(retry.reason),
        )  # fmt: skip
        may_be_done = may_be_done or retry.may_be_done
        if wait > 0:
            yield Pause(wait)


def _result_of(
    call: Call[T], response: httpx.Response, redactor: Redactor, rules: Sequence[ResponseRule]
) -> Response[T] | None:
    """Return the result of a successful response, or None for another.

    Raises:
        UnexpectedContent: The content is not what the API definition declares.
        WebCRMError: A rule recognises an error, or the success contains an error object.
    """
    # A file may contain anything.
    may_be_error = response.is_success and call.reader is not content
    is_error = may_be_error and response.content.lstrip(_BLANKS).startswith(b"{") and is_error_object(response)
    if call.method != "GET" or is_error or not response.is_success:
        for rule in rules:
            error = rule(call, response, redactor)
            if error is not None:
                raise error
    if is_error:
        raise error_of(call, response, redactor)
    if not response.is_success:
        return None
    try:
        value = call.reader(response)
    except UnexpectedContent as unexpected:
        redact_content(unexpected, response, redactor)
        raise
    return Response(status_code=response.status_code, content=response.content, headers=response.headers, parsed=value)


def _already_deleted(outcome: Outcome) -> Response[Any] | None:
    """Return the result of a DELETE that finds no record: an earlier attempt has deleted it."""
    call, response = outcome.call, outcome.response
    if call.method != "DELETE" or response is None or response.status_code != _NOT_FOUND:
        return None
    empty = Response(status_code=204, content=b"", headers={}, parsed=None)
    try:
        value = call.reader(cast("httpx.Response", empty))
    except UnexpectedContent:
        return None
    logger.info("%s %s: status 404, done by an earlier attempt", call.method, call.url())
    return Response(status_code=_NOT_FOUND, content=response.content, headers=response.headers, parsed=value)


def _wait_before(retry: Retry, counted: int, rate_limited: int, config: Config) -> float:
    """Return the seconds before a retry; after a 429 the minimum, where it asks for less."""
    if retry.is_attempt:
        return _backoff(counted, config)
    minimum = minimum_wait(rate_limited)
    return minimum if minimum > retry.requested_wait else 0.0


def _take_from_quota(
    quota: RetryQuota, retry: Retry, outcome: Outcome, attempts: int, config: Config, redactor: Redactor
) -> int:
    """Take what a retry costs from the quota, and return it.

    Raises:
        WebCRMError: The error of the outcome, because the quota is used up.
    """
    cost = RETRY_COST if retry.is_attempt else RATE_LIMITED_COST
    if quota.take(cost):
        return cost
    error = _error(outcome, attempts, config, redactor)
    used_up = f"the retry quota of this client is used up ({quota} left)"
    logger.info("%s %s: no retry: %s", outcome.call.method, outcome.call.url(), used_up)
    error.add_to_message(f"No retry: {used_up}, because too many calls have failed. Try again later.")
    raise error from _cause(outcome.failure)


def _backoff(attempt: int, config: Config) -> float:
    retries = config.retries
    longest = min(LONGEST_WAIT, retries.max_wait, retries.initial_wait * 2.0 ** min(attempt - 1, _MAX_DOUBLINGS))
    # Half is fixed and half is jitter, so that callers that failed together do not retry together.
    return longest * (0.5 + 0.5 * config.jitter())


def _is_transient(response: httpx.Response) -> bool:
    return response.status_code == _REQUEST_TIMEOUT or response.is_server_error


def _error(
    outcome: Outcome, attempts: int, config: Config, redactor: Redactor, deadline: Deadline | None = None
) -> WebCRMError:
    """Return the error for the last outcome. It names the deadline, where that has no room for another attempt."""
    call, response, failure, may_be_done = outcome
    if isinstance(failure, ResponseTooLargeError):
        response = failure.response
    error: WebCRMError
    if failure is None and response is not None and (is_idempotent(call) or not _is_transient(response)):
        error = error_of(call, response, redactor)
    elif isinstance(failure, UnexpectedContent) and response is not None and is_idempotent(call):
        error = unexpected_response(call, response, failure, redactor)
    else:
        kind, text = _no_response(outcome, config.base_url)
        error = kind(redactor.redact(f"{call.method} {call.url()} {text}"))
        if isinstance(error, APIConnectionError) and isinstance(failure, APIConnectionError):
            error.sent = failure.sent
    error.may_be_done = may_be_done
    if attempts > 1:
        error.add_to_message(f"It was tried {attempts} times.")
    if deadline is not None and not isinstance(failure, DeadlineError):
        error.add_to_message(f"The deadline of {deadline.seconds:g} s ends before another attempt.")
    return error


def _no_response(outcome: Outcome, base_url: str) -> tuple[type[WebCRMError], str]:
    """Return the error for a call without a response that can be used, and its message."""
    call, response, failure, _ = outcome
    connection_error = APITimeoutError if isinstance(failure, APITimeoutError) else APIConnectionError
    if isinstance(failure, TokenUnavailableError):
        return APITimeoutError if failure.timed_out else APIConnectionError, f"was not sent. {failure}"
    if isinstance(failure, DeadlineError) and not failure.sent:
        return APITimeoutError, f"was not sent: {sentence(str(failure))} It is safe to retry."
    if isinstance(failure, APIConnectionError) and not failure.sent:
        return connection_error, (
            f"was not sent: {base_url} could not be reached: {sentence(str(failure))} Check base_url and the network."
        )
    if is_idempotent(call):
        what = "was stopped" if isinstance(failure, DeadlineError) else "lost its connection"
        return connection_error, f"{what}: {sentence(str(failure))} It is safe to retry."
    why = f"status {response.status_code}" if failure is None and response is not None else _reason(failure).rstrip(".")
    return OutcomeUnknownError, (
        f"was sent, and no usable response arrived ({why}). The write may or may not have been carried out; it was not "
        "retried. Look for the record before you write it again."
    )


def _cause(failure: Exception | None) -> BaseException | None:
    # An UnexpectedContent carries the whole body, secrets included; the error's message has its redacted excerpt.
    return None if isinstance(failure, UnexpectedContent) or failure is None else failure.__cause__


def _is_final(failure: Exception | None) -> bool:
    """Return whether a failure is not retried: the next response would be as large."""
    return isinstance(failure, ResponseTooLargeError | LoginTooLargeError)


def _reason(failure: Exception | None) -> str:
    if isinstance(failure, UnexpectedContent) and not isinstance(failure, ResponseTooLargeError):
        return f"a success ({failure.status_code}) that is not what the API definition declares"
    return str(failure)
