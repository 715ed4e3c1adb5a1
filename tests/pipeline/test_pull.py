"""Getting a definition, over real sockets; whatever is none is refused, and nothing changes."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.pull import pull
from scripts.regenerate import main
from webcrm_ext.definition.document import PipelineError
from webcrm_ext.definition.pull import BYTES, SECONDS, read_definition, source_name

from .conftest import MakeRepository
from .documents import small, small_openapi
from .servers import Answer, Server, answer, chunks, cut_off

GOOD = json.dumps(small()).encode()
State = Callable[[Path], dict[str, bytes]]


def test_a_definition_is_taken(server: Server) -> None:
    pulled = pull(server.gives(answer(GOOD)))
    assert pulled.raw == GOOD
    assert pulled.document == small()
    assert pulled.source == server.url
    [(path, headers)] = server.requests
    assert path == "/swagger.json"
    assert headers["Accept"] == "application/json"


@pytest.mark.parametrize(
    "write",
    [
        answer(b"\xef\xbb\xbf" + GOOD),
        chunks(GOOD[:10], GOOD[10:]),
        answer(gzip.compress(GOOD), Content_Encoding="gzip"),
        answer(json.dumps(small_openapi()).encode()),
    ],
    ids=["with a byte order mark", "in chunks", "packed", "OpenAPI 3"],
)
def test_it_may_come_in_other_ways(server: Server, write: Answer) -> None:
    assert pull(server.gives(write)).document["paths"]


def test_a_connection_that_was_cut_is_tried_once_more(server: Server) -> None:
    assert pull(server.gives(cut_off, answer(GOOD))).document == small()
    assert len(server.requests) == 2


def test_it_is_not_tried_a_third_time(server: Server) -> None:
    with pytest.raises(PipelineError, match=r"could not be had, tried twice: .*disconnected"):
        pull(server.gives(cut_off, cut_off, answer(GOOD)))
    assert len(server.requests) == 2


def test_an_answer_is_not_asked_for_again(server: Server) -> None:
    with pytest.raises(PipelineError, match="status 500"):
        pull(server.gives(answer(b"", status=500), answer(GOOD)))
    assert len(server.requests) == 1


HTML = b"\n<!DOCTYPE html><html><body>Log in</body></html>"
TOO_LARGE = b" " * (BYTES // 16)
REFUSED: dict[str, tuple[Answer, str]] = {
    "an error": (answer(b"oops", status=500), "answered with status 500, not 200"),
    "nothing there": (answer(b"", status=404), "answered with status 404, not 200"),
    "another success": (answer(GOOD, status=203), "answered with status 203, not 200"),
    "a redirect": (
        answer(b"", status=302, Location="https://user:secret@elsewhere.test/login?token=secret"),
        r"answered with status 302 to https://elsewhere\.test/login, not 200",
    ),
    "HTML": (answer(HTML, Content_Type="text/html"), "is no definition but an HTML page"),
    "cut off JSON": (answer(GOOD[:-10]), "is no definition but not JSON: "),
    "a body cut off": (answer(GOOD[:-10], Content_Length=str(len(GOOD))), "tried twice: peer closed connection"),
    "nothing": (answer(b""), "not JSON: Expecting value"),
    "no text": (answer(b"\xff\xfe{}"), "not JSON: 'utf-8' codec"),
    "a key twice": (answer(b'{"swagger": "2.0", "swagger": "2.0"}'), "the key 'swagger' stands twice"),
    "no number": (answer(b'{"swagger": "2.0", "a": NaN}'), "not JSON: Out of range float"),
    "half a character": (answer(rb'{"swagger": "2.0", "a": "\ud800"}'), "not JSON: 'utf-8' codec"),
    "endless nesting": (answer(b"[" * 100_000), "not JSON: "),
    "another JSON": (answer(b"[]"), "is JSON, but neither Swagger 2.0 nor OpenAPI 3.x"),
    "an old Swagger": (answer(b'{"swagger": "1.2", "paths": {}}'), "neither Swagger 2.0 nor OpenAPI 3.x"),
    "a version that is none": (answer(b'{"openapi": 3.0, "paths": {}}'), "neither Swagger 2.0 nor OpenAPI 3.x"),
    "both at once": (answer(b'{"swagger": "2.0", "openapi": "3.0.0"}'), "neither Swagger 2.0 nor OpenAPI 3.x"),
    "no paths": (answer(b'{"swagger": "2.0"}'), r"is a definition \(Swagger 2\.0\) without operations"),
    "paths that are none": (answer(b'{"openapi": "3.1.0", "paths": {"/a": 1}}'), r"\(OpenAPI 3\.1\.0\) without"),
    "too much": (chunks(*[TOO_LARGE] * 17), "is larger than 20 MB"),
    "too much by its own word": (answer(b"", Content_Length=str(BYTES + 1)), "is larger than 20 MB"),
    "too much unpacked": (
        answer(gzip.compress(b" " * (BYTES + 1)), Content_Encoding="gzip"),
        "is larger than 20 MB",
    ),
    "badly packed": (answer(b"not packed", Content_Encoding="gzip"), "could not be had, tried twice"),
}


@pytest.mark.parametrize(("write", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_definition_is_refused_and_nothing_changes(
    server: Server,
    write: Answer,
    message: str,
    make_repository: MakeRepository,
    state: State,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = make_repository()
    before = state(root)
    with pytest.raises(PipelineError, match=message):
        pull(server.gives(write))
    assert main(["--root", str(root), "--source", server.url]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("regenerate: http://127.0.0.1:")
    assert "Nothing was changed." in said.err
    assert "OFFLINE=1" in said.err
    assert "secret" not in said.err
    assert said.out == ""
    assert state(root) == before


def test_a_port_where_nobody_listens_is_named() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        source = f"http://127.0.0.1:{unused.getsockname()[1]}/swagger.json"
        with pytest.raises(PipelineError, match=rf"^{source} could not be had, tried twice: .*refused.*OFFLINE=1"):
            pull(source)


def ticks(*moments: float) -> Callable[[], float]:
    passing: Iterator[float] = iter(moments)
    last = 0.0

    def clock() -> float:
        nonlocal last
        last = next(passing, last)
        return last

    return clock


def test_a_body_that_drips_beyond_the_limit_is_refused(server: Server) -> None:
    source = server.gives(chunks(*(GOOD[at : at + 1] for at in range(len(GOOD)))))
    with pytest.raises(PipelineError, match="was still sending after 30 s"):
        pull(source, clock=ticks(0, 0, SECONDS - 1, SECONDS + 1))


def test_a_body_within_the_limit_is_taken(server: Server) -> None:
    assert pull(server.gives(chunks(GOOD)), clock=ticks(0, 0, SECONDS)).document


def test_the_limit_holds_for_both_attempts_together(server: Server) -> None:
    with pytest.raises(PipelineError, match="was still sending"):
        pull(server.gives(cut_off, chunks(GOOD)), clock=ticks(0, 0, SECONDS + 1))


def test_what_is_on_this_machine_is_not_asked_through_a_proxy(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert pull(server.gives(answer(GOOD))).document


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("http://example.test/a.json", r"^http://example\.test/a\.json: only https is taken"),
        ("http://10.0.0.1/a.json", "only https is taken"),
        ("http://127.0.0.1.example.test/a.json", "only https is taken"),
        ("ftp://localhost/a.json", "only https is taken"),
        ("file:///a.json", "a file is given by its path, without file://"),
        ("https://[::1/a.json", "is no address: "),
        ("https://example.test:port/a.json", "is no address: "),
        ("https://", "could not be had"),
    ],
)
def test_an_address_that_is_not_taken(source: str, message: str) -> None:
    with pytest.raises(PipelineError, match=message):
        pull(source)


def test_localhost_by_name_is_this_machine(server: Server) -> None:
    assert pull(server.gives(answer(GOOD)).replace("127.0.0.1", "localhost")).document


def test_a_file_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.json").write_bytes(GOOD)
    monkeypatch.chdir(tmp_path)
    assert pull("a.json").source == "a.json"
    assert pull(str(tmp_path / "a.json")).source == "a.json"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("nowhere.json", r"The file 'nowhere\.json' could not be read: No such file.*An address starts with https://"),
        ("api.test/swagger.json", "An address starts with https://"),
        ("", r"The file '' could not be read: Is a directory\. Nothing"),
        (".", "could not be read: Is a directory"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PipelineError, match=message):
        pull(source)


def test_a_file_may_not_be_larger_either(tmp_path: Path) -> None:
    with (tmp_path / "a.json").open("wb") as file:
        file.truncate(BYTES + 1)
    with pytest.raises(PipelineError, match=r"larger than 20 MB"):
        pull(str(tmp_path / "a.json"))


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("https://user:secret@a.test:8443/b.json?key=secret#c", "https://a.test:8443/b.json"),
        ("https://a.test", "https://a.test"),
        ("../shared/a.json", "../shared/a.json"),
        ("/home/somebody/a.json", "a.json"),
    ],
)
def test_a_source_is_named_without_secrets_and_folders(source: str, name: str) -> None:
    assert source_name(source) == name


def fewer(count: int) -> dict[str, Any]:
    document = small()
    document["paths"] = dict(list(document["paths"].items())[:count])
    return document


def test_fewer_than_half_of_the_operations_are_refused_unless_forced(tmp_path: Path) -> None:
    source = tmp_path / "a.json"
    source.write_text(json.dumps(fewer(4)), encoding="utf-8")
    # Four of eight are half, of nine they are less.
    committed = fewer(5)
    committed["paths"]["/Persons"]["put"] = committed["paths"]["/Persons"]["post"]
    assert pull(str(source), committed=committed).document
    committed["paths"]["/Persons"] |= {"head": {}, "trace": {}}
    with pytest.raises(PipelineError, match=r"a\.json has 4 operations, fewer than half of the 10.*FORCE=1"):
        pull(str(source), committed=committed)
    assert pull(str(source), committed=committed, force=True).document


def test_the_committed_definition_is_read_by_the_same_rules() -> None:
    with pytest.raises(PipelineError, match=r"^here is no definition but not JSON"):
        read_definition(b"{", "here")
