"""Access tokens: one login for all callers, refreshed in time; a failed or stalled refresh is retried by a waiter."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import anyio
import httpx
import pytest
import trio
from webcrm_api.models import AuthApiLoginForm

from tests.clock import SimulatedClock
from tests.contract.client.service import (
    EVENT_LOOPS,
    LOGIN_RESPONSE,
    TOKEN,
    MockService,
    TruncatedStream,
    auth_calls,
    log_in,
    person,
    run_in,
)
from webcrm_ext import (
    APIConnectionError,
    APIError,
    AsyncWebCRM,
    AuthenticationError,
    ConfigurationError,
    Retries,
    WebCRM,
)
from webcrm_ext.sandbox import Sandbox

MANY = 64
EITHER_CLIENT = pytest.mark.parametrize("client", [WebCRM, AsyncWebCRM])


def connect_async(sandbox: Sandbox, **options: object) -> AsyncWebCRM:
    clock = SimulatedClock(sandbox)
    settings = {"clock": clock, "sleep_async": clock.sleep_async, "requests_per_minute": None, **options}
    return AsyncWebCRM(sandbox.application_token, base_url=sandbox.url, **settings)


def test_64_threads_share_the_first_login(sandbox, crm):
    barrier = threading.Barrier(MANY)

    def read(number: int) -> int:
        barrier.wait()
        return crm.persons.get(number % 100 + 1).person_id

    with ThreadPoolExecutor(MANY) as pool:
        assert list(pool.map(read, range(MANY))) == [number % 100 + 1 for number in range(MANY)]
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]


@EVENT_LOOPS
def test_64_tasks_share_the_first_login(sandbox, run):
    read: list[int] = []

    async def main() -> None:
        async with connect_async(sandbox) as crm:

            async def read_one(number: int) -> None:
                read.append((await crm.persons.get(number)).person_id)

            async with anyio.create_task_group() as tasks:
                for number in range(1, MANY + 1):
                    tasks.start_soon(read_one, number)

    run_in(run, main)
    assert sorted(read) == list(range(1, MANY + 1))
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]


def test_asyncio_and_trio_event_loops_share_a_login(sandbox):
    crm = connect_async(sandbox)
    barrier = threading.Barrier(8)

    async def read() -> list[int]:
        barrier.wait()
        return [(await crm.persons.get(id_)).person_id for id_ in (1, 2)]

    with ThreadPoolExecutor(8) as pool:
        runs = [pool.submit(trio.run, read) if number % 2 else pool.submit(asyncio.run, read()) for number in range(8)]
        assert [run.result(timeout=60) for run in runs] == [[1, 2]] * 8
    asyncio.run(crm.close())
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]


@pytest.mark.slow
def test_token_expiry_during_1000_calls_costs_one_refresh(sandbox, crm):
    numbers = count()
    lock = threading.Lock()

    def read(_: int) -> int:
        with lock:
            if next(numbers) == 500:
                sandbox.expire_tokens()
        return crm.persons.get(7).person_id

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(read, range(1000))) == [7] * 1000
    assert auth_calls(sandbox) == ["/Auth/ApiLogin", "/Auth/ApiRefresh"]


@pytest.mark.parametrize("refused", [200, 400])
def test_refused_refresh_falls_back_to_a_login(open_sandbox, connect, refused):
    sandbox = open_sandbox(refused_login_status=refused)
    crm = connect(sandbox)
    crm.persons.get(1)
    sandbox.expire_tokens(refresh_tokens=True)
    crm.persons.get(1)
    assert auth_calls(sandbox) == ["/Auth/ApiLogin", "/Auth/ApiRefresh", "/Auth/ApiLogin"]


def test_old_token_is_used_while_its_refresh_fails(sandbox, crm, clock):
    crm.persons.get(1)
    clock.sleep(3600 - 100)
    sandbox.fail_next(1, status=503, path="/Auth/ApiRefresh")
    assert crm.persons.get(1).person_id == 1
    assert crm.persons.get(2).person_id == 2  # without another refresh for some seconds
    assert auth_calls(sandbox) == ["/Auth/ApiLogin", "/Auth/ApiRefresh"]
    clock.sleep(15)
    sandbox.fail_next(1, kind="close-before", path="/Auth/ApiRefresh")
    crm.persons.get(3)
    clock.sleep(15)
    crm.persons.get(4)
    assert auth_calls(sandbox)[2:] == ["/Auth/ApiRefresh"] * 2


REFRESHES = {
    "not found": lambda: httpx.Response(404, text="no such page"),
    "not allowed": lambda: httpx.Response(405),
    "not decodable": lambda: httpx.Response(
        200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"not gzip")
    ),
}


@pytest.mark.parametrize("seconds", [3500, 3590], ids=["early", "late"])
@pytest.mark.parametrize("refresh", REFRESHES.values(), ids=REFRESHES)
def test_failed_refresh_does_not_fail_the_call(refresh, seconds):
    def login(_number: int, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/Auth/ApiRefresh":
            return refresh()
        return httpx.Response(200, json=LOGIN_RESPONSE | {"RefreshToken": "r" * 20})

    service = MockService(login=login)
    clock = SimulatedClock()
    with WebCRM(TOKEN, transport=service, clock=clock, sleep=clock.sleep) as crm:
        crm.persons.get(1)
        clock.sleep(seconds)
        assert crm.persons.get(1).person_id == 1
    sent = ["/Auth/ApiLogin", "/Persons/1", "/Auth/ApiRefresh"]
    logged_in = seconds > 3570 or refresh().status_code != 200
    assert service.paths == [*sent, *["/Auth/ApiLogin"] * logged_in, "/Persons/1"]


@pytest.mark.parametrize("kind", ["status", "close-before", "html"])
def test_failed_refresh_of_an_expiring_token_logs_in(sandbox, crm, clock, kind):
    crm.persons.get(1)
    clock.sleep(3600 - 20)
    sandbox.fail_next(1, kind=kind, path="/Auth/ApiRefresh")
    crm.persons.get(1)
    assert auth_calls(sandbox) == ["/Auth/ApiLogin", "/Auth/ApiRefresh", "/Auth/ApiLogin"]


def test_rotated_refresh_token_is_used_next(sandbox, crm, clock):
    crm.persons.get(1)
    for _ in range(3):
        clock.sleep(3550)
        crm.persons.get(1)
    assert auth_calls(sandbox) == ["/Auth/ApiLogin", *["/Auth/ApiRefresh"] * 3]


def test_refused_application_token_is_tried_once_for_all_callers(sandbox, connect, clock):
    crm = connect(sandbox, clock=clock, application_token=TOKEN)

    def read(number: int) -> str:
        with pytest.raises(AuthenticationError, match=r"The application token was refused.*not valid") as caught:
            crm.persons.get(number)
        return str(caught.value)

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(read, range(1, 101)))) == 1
    assert [call.path for call in sandbox.requests] == ["/Auth/ApiLogin"]
    clock.sleep(11)  # from then on it is tried again
    read(1)
    assert [call.path for call in sandbox.requests] == ["/Auth/ApiLogin"] * 2


def test_401_is_retried_once_with_a_new_token(sandbox, crm):
    crm.persons.get(1)
    sandbox.expire_tokens()
    assert crm.persons.get(2).person_id == 2
    assert [call.status for call in sandbox.requests if call.path == "/Persons/2"] == [401, 200]
    sandbox.expire_tokens()
    assert crm.request("PATCH", "/Persons", json=[{"PersonId": 1, "PersonTitle": "Dr"}]) == [""]
    assert [call.status for call in sandbox.requests if call.method == "PATCH"] == [401, 200]
    sandbox.fail_next(2, status=401)
    with pytest.raises(AuthenticationError, match="also with a new access token"):
        crm.request("POST", "/Persons", json={"PersonId": 0, "PersonLastName": "X"})
    assert [call.status for call in sandbox.requests if call.method == "POST" and call.path == "/Persons"] == [401] * 2
    sandbox.fail_next(2, status=401)
    with pytest.raises(AuthenticationError, match="also with a new access token"):
        crm.persons.get(3)
    assert [call.status for call in sandbox.requests if call.path == "/Persons/3"] == [401] * 2


@EVENT_LOOPS
def test_cancelled_login_is_retried_by_a_waiter(run):
    started = threading.Event()

    async def login(number: int, request: httpx.Request) -> httpx.Response:
        if number == 1:
            started.set()
            await anyio.sleep_forever()
        return log_in(number, request)

    service = MockService(login=login)

    async def main() -> list[int | None]:
        read: list[int | None] = []
        async with AsyncWebCRM(TOKEN, transport=service, requests_per_minute=None) as crm:

            async def read_one() -> None:
                read.append((await crm.persons.get(1)).person_id)

            async with anyio.create_task_group() as tasks:
                leader = anyio.CancelScope()

                async def lead() -> None:
                    with leader:
                        await read_one()

                tasks.start_soon(lead)
                while not started.is_set():
                    await anyio.lowlevel.checkpoint()
                for _ in range(10):
                    tasks.start_soon(read_one)
                await anyio.wait_all_tasks_blocked()
                leader.cancel()
        return read

    assert run_in(run, main) == [1] * 10
    assert service.logins == 2  # the cancelled one, and one for all waiters


@pytest.mark.parametrize(("failures", "logins"), [(1, 2), (2, 3)])
def test_failed_login_is_retried_by_a_waiter(failures, logins):
    all_started = threading.Barrier(5)

    def login(number: int, request: httpx.Request) -> httpx.Response:
        if number <= failures:
            raise httpx.ConnectError("no route", request=request)
        return log_in(number, request)

    service = MockService(login=login)
    with WebCRM(TOKEN, transport=service, requests_per_minute=None, sleep=lambda _seconds: None) as crm:

        def read(_: int) -> int | None:
            all_started.wait()
            return crm.persons.get(1).person_id

        with ThreadPoolExecutor(5) as pool:
            assert list(pool.map(read, range(5))) == [1] * 5
    assert service.logins == logins


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (httpx.Response(200, text="<html>"), APIConnectionError),
        (httpx.Response(200, json={"AccessToken": None}), APIConnectionError),
        (httpx.Response(200, json={"AccessToken": 5}), APIConnectionError),
        (httpx.Response(200, json={"AccessToken": "a b\nc"}), APIConnectionError),
        (httpx.Response(302, headers={"location": "https://example.com/"}), APIConnectionError),
        (httpx.Response(500, text="down"), APIConnectionError),
        (httpx.Response(200, json={"IsError": True, "ErrorDescription": "no"}), AuthenticationError),
        (httpx.Response(401), AuthenticationError),
        (httpx.Response(400, text="Unknown application"), AuthenticationError),
    ],
)
def test_login_without_a_token_raises(response, error):
    service = MockService(login=lambda *_: response)
    with WebCRM(TOKEN, transport=service, retries=Retries(max_attempts=2), sleep=lambda _seconds: None) as crm:
        with pytest.raises(error, match=r"POST /Auth/ApiLogin|sent one that is invalid in a header"):
            crm.persons.create({})
    attempts = 2 if error is APIConnectionError else 1
    assert [str(request.url) for request in service.requests] == ["https://api.webcrm.com/Auth/ApiLogin"] * attempts


@pytest.mark.parametrize(("refused", "error"), [("/Auth/ApiLogin", APIConnectionError), ("/Persons/1", APIError)])
def test_refusal_of_a_proxy_is_not_a_refused_token(sandbox, connect_either, refused, error):
    crm = connect_either(sandbox, retries=Retries(max_attempts=1))
    sandbox.fail_next(1, status=407, path=refused)
    with pytest.raises(error, match=r"status 407.*Check the user name and password in `proxy`"):
        crm.persons.get(1)
    assert crm.persons.get(1).person_id == 1


def test_undecodable_login_means_the_write_was_not_sent():
    response = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"not gzip"))
    with WebCRM(TOKEN, transport=MockService(login=lambda *_: response), retries=Retries(max_attempts=1)) as crm:
        with pytest.raises(APIConnectionError, match=r"POST /Persons was not sent.*the response cannot be decoded"):
            crm.persons.create({})


@pytest.mark.parametrize(
    ("status", "error", "slept"), [(400, AuthenticationError, []), (404, ConfigurationError, []), (429, None, [14])]
)
def test_truncated_login_error_is_handled_by_its_status(status, error, slept):
    def login(number: int, request: httpx.Request) -> httpx.Response:
        if number > 1:
            return log_in(number, request)
        return httpx.Response(status, headers={"Retry-After": "14"}, stream=TruncatedStream(b"<ht", httpx.ReadError))

    clock = SimulatedClock()
    settings = {"clock": clock, "sleep": clock.sleep, "jitter": lambda: 0.0, "retries": Retries(initial_wait=0)}
    with WebCRM(TOKEN, transport=MockService(login=login), **settings) as crm:
        with pytest.raises(error) if error else contextlib.nullcontext():
            crm.persons.get(1)
    assert clock.slept == slept


@EVENT_LOOPS
def test_missing_login_endpoint_is_called_once_for_all_callers(run):
    errors: list[str] = []

    async def main() -> int:
        all_wait = anyio.Event()

        async def login(_number: int, _request: httpx.Request) -> httpx.Response:
            await all_wait.wait()
            return httpx.Response(404, text="no such page")

        service = MockService(login=login)
        async with AsyncWebCRM(TOKEN, transport=service, requests_per_minute=None) as crm:

            async def fail() -> None:
                with pytest.raises(ConfigurationError, match="Check base_url") as caught:
                    await crm.persons.get(1)
                errors.append(str(caught.value))

            async with anyio.create_task_group() as tasks:
                for _ in range(MANY):
                    tasks.start_soon(fail)
                await anyio.wait_all_tasks_blocked()
                all_wait.set()
        return service.logins

    assert run_in(run, main) == 1
    assert len(errors) == MANY


def numbered_token(number: int, _request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=LOGIN_RESPONSE | {"AccessToken": f"token-number-{number}"})


SHORT_TIMEOUT = {"timeout": httpx.Timeout(0.01), "clock": lambda: 0.0, "requests_per_minute": None}


def test_stalled_refresh_times_out_and_its_late_token_is_ignored():
    started = threading.Event()
    resume = threading.Event()

    def login(number: int, request: httpx.Request) -> httpx.Response:
        if number == 1:
            started.set()
            assert resume.wait(timeout=60)
        return numbered_token(number, request)

    service = MockService(login=login)
    with WebCRM(TOKEN, transport=service, **SHORT_TIMEOUT) as crm:
        with ThreadPoolExecutor(1) as pool:
            leader = pool.submit(crm.persons.get, 1)
            assert started.wait(timeout=60)
            assert crm.persons.get(1).person_id == 1
            resume.set()
            assert leader.result(timeout=60).person_id == 1
        crm.persons.get(1)
    tokens = [request.headers["Authorization"] for request in service.requests if request.url.path == "/Persons/1"]
    assert tokens[0] == tokens[-1] == "Bearer token-number-2"
    assert service.logins == 2


def test_refresh_in_a_stopped_event_loop_times_out():
    started = asyncio.Event()
    resume = asyncio.Event()

    async def login(number: int, request: httpx.Request) -> httpx.Response:
        if number == 1:
            started.set()
            await resume.wait()
        return log_in(number, request)

    async def start() -> asyncio.Task[object]:
        leader = asyncio.ensure_future(crm.persons.get(1))
        await started.wait()
        return leader

    async def finish() -> None:
        resume.set()
        assert (await leader).person_id == 1
        await crm.close()

    service = MockService(login=login)
    crm = AsyncWebCRM(TOKEN, transport=service, **SHORT_TIMEOUT)
    with asyncio.Runner() as runner, ThreadPoolExecutor(1) as pool:
        leader = runner.run(start())
        assert pool.submit(lambda: asyncio.run(crm.persons.get(1))).result(timeout=60).person_id == 1
        runner.run(finish())
    assert service.logins == 2


def test_token_without_lifetime_is_valid_for_an_hour():
    now = 0.0
    token = {"AccessToken": "a" * 20, "RefreshToken": "invalid in a header"}
    service = MockService(login=lambda *_: httpx.Response(200, json=token))
    with WebCRM(TOKEN, transport=service, clock=lambda: now) as crm:
        for seconds in (0, 3400, 200):
            now += seconds
            crm.persons.get(1)
    assert service.paths == ["/Auth/ApiLogin", "/Persons/1", "/Persons/1", "/Auth/ApiLogin", "/Persons/1"]


@EITHER_CLIENT
@pytest.mark.parametrize(
    "expires_in",
    ["0", "-5", "null", "true", '"3600"', "1e400", "NaN", "9" * 400, "1e9", "[1]", '"soon"'],
    ids=lambda value: value[:8],
)
def test_nonsense_lifetime_counts_as_an_hour(client, expires_in):
    content = f'{{"AccessToken": "{"a" * 20}", "ExpiresIn": {expires_in}}}'
    assert logins_at(client, content, [0] * 20 + [3400] * 20 + [3800]) == [0, 3800]


@EITHER_CLIENT
@pytest.mark.parametrize("expires_in", [0.4, 1, 20, 119, 240, 3600])
def test_short_lifetime_has_short_refresh_windows(client, expires_in):
    content = f'{{"AccessToken": "{"a" * 20}", "ExpiresIn": {expires_in}}}'
    before_expiry = [0] * 20 + [expires_in * 0.5] * 20 + [expires_in * 0.99]
    assert logins_at(client, content, before_expiry) == [0, expires_in * 0.99]


def logins_at(client: type[WebCRM | AsyncWebCRM], content: str, times: list[float]) -> list[float]:
    """Make a call at each time, and return the times at which the client logged in."""
    now = 0.0
    logged_in: list[float] = []

    def login(_number: int, _request: httpx.Request) -> httpx.Response:
        logged_in.append(now)
        return httpx.Response(200, content=content)

    crm = client(TOKEN, transport=MockService(login=login), clock=lambda: now, requests_per_minute=None)
    with asyncio.Runner() as runner:
        for time in times:
            now = time
            person = crm.persons.get(1)
            assert (person if client is WebCRM else runner.run(person)).person_id == 1
        closed = crm.close()
        if client is AsyncWebCRM:
            runner.run(closed)
    return logged_in


def test_explicit_login_is_sent_without_a_token(sandbox, crm):
    assert crm.auth.api_login(AuthApiLoginForm(auth_code=sandbox.application_token)).is_error is False
    assert [call.path for call in sandbox.requests] == ["/Auth/ApiLogin"]


def test_late_401_for_an_old_token_keeps_the_new_one():
    refreshed = threading.Event()
    both_sent = threading.Barrier(2)

    def respond(request: httpx.Request) -> httpx.Response:
        if not request.headers["Authorization"].endswith("-1"):
            return person(request)
        both_sent.wait(timeout=60)
        if request.url.path == "/Persons/2":
            assert refreshed.wait(timeout=60)
        return httpx.Response(401)

    service = MockService(respond, numbered_token)
    with WebCRM(TOKEN, transport=service, requests_per_minute=None) as crm:
        with ThreadPoolExecutor(1) as pool:
            late = pool.submit(crm.persons.get, 2)
            assert crm.persons.get(1).person_id == 1
            refreshed.set()
            assert late.result(timeout=60).person_id == 1
    assert service.logins == 2
