"""Getting a definition, over real sockets; whatever is none is refused, and nothing changes."""

from __future__ import annotations

import gzip
import json
import re
import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from scripts.pull import pull
from scripts.regenerate import main
from webcrm_ext.definition.document import PipelineError
from webcrm_ext.definition.download import BYTES, SECONDS, SETTINGS, source_name
from webcrm_ext.definition.pull import read_definition

from .conftest import MakeRepository
from .documents import ROOT, small, small_openapi
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
    with pytest.raises(PipelineError, match=r"could not be downloaded in 2 attempts: .*disconnected"):
        pull(server.gives(cut_off, cut_off, answer(GOOD)))
    assert len(server.requests) == 2


def test_an_answer_is_not_asked_for_again(server: Server) -> None:
    with pytest.raises(PipelineError, match="status 500"):
        pull(server.gives(answer(b"", status=500), answer(GOOD)))
    assert len(server.requests) == 1


HTML = b"\n<!DOCTYPE html><html><body>Log in</body></html>"
NOTHING_PACKED = gzip.compress(b"", mtime=0)[:10] + b"\x00\x00\x00\xff\xff"
TOO_LARGE = b" " * (BYTES // 16)
REFUSED: dict[str, tuple[Answer, str]] = {
    "an error": (answer(b"oops", status=500), "answered with status 500, not 200"),
    "nothing there": (answer(b"", status=404), "answered with status 404, not 200"),
    "another success": (answer(GOOD, status=203), "answered with status 203, not 200"),
    "a redirect": (
        answer(b"", status=302, Location="https://user:secret@elsewhere.test/login?token=secret"),
        r"answered with status 302 to https://elsewhere\.test/login, not 200",
    ),
    "a redirect to a place beside": (
        answer(b"", status=302, Location="/v2/a.json?sig=secret"),
        r"answered with status 302 to http://127\.0\.0\.1:\d+/v2/a\.json, not 200",
    ),
    "a redirect to nowhere": (answer(b"", status=302), "answered with status 302, not 200"),
    "HTML": (answer(HTML, Content_Type="text/html"), "is not a definition: it is an HTML page"),
    "cut off JSON": (answer(GOOD[:-10]), r"is not a definition: it is not valid JSON \("),
    "a body cut off": (answer(GOOD[:-10], Content_Length=str(len(GOOD))), "in 2 attempts: peer closed connection"),
    "nothing": (answer(b""), r"is not a definition: it is empty\."),
    "nothing but a line": (answer(b"\r\n"), r"it is empty\."),
    "no text": (answer(b"\xff\xfe{}"), r"not valid JSON \('utf-8' codec"),
    "a key twice": (answer(b'{"swagger": "2.0", "swagger": "2.0"}'), "the key 'swagger' stands twice"),
    "no number": (answer(b'{"swagger": "2.0", "a": NaN}'), r"not valid JSON \(Out of range float"),
    "half a character": (answer(rb'{"swagger": "2.0", "a": "\ud800"}'), r"not valid JSON \('utf-8' codec"),
    "endless nesting": (answer(b"[" * 100_000), r"not valid JSON \("),
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
    "too much that holds nothing": (
        chunks(NOTHING_PACKED, *[b"\x00\x00\x00\xff\xff" * (BYTES // 50)] * 11, Content_Encoding="gzip"),
        "is larger than 20 MB",
    ),
    "badly packed": (answer(b"not packed", Content_Encoding="gzip"), "could not be downloaded in 2 attempts"),
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
        with pytest.raises(
            PipelineError, match=rf"^{source} could not be downloaded in 2 attempts: .*refused.*OFFLINE=1"
        ):
            pull(source)


class Impatience:
    """Waits for the server to be in the middle of its answer, and no longer."""

    def __init__(self) -> None:
        self.under_way = Event()
        self.go_on = Event()
        self.asked: list[float] = []
        self.thread: Thread | None = None

    def __call__(self, thread: Thread, seconds: float) -> None:
        self.asked.append(seconds)
        self.thread = thread
        assert self.under_way.wait(SECONDS)

    def held(self, *pieces: bytes) -> Answer:
        """Send the first piece, and the others again and again once nobody waits any more."""

        def write(handler: BaseHTTPRequestHandler) -> None:
            handler.close_connection = True
            handler.wfile.write(pieces[0])
            self.under_way.set()
            assert self.go_on.wait(SECONDS)
            while pieces[1:]:
                handler.wfile.write(b"".join(pieces[1:]))

        return write

    def is_over(self) -> bool:
        """Let the server go on, and say whether the download ends."""
        self.go_on.set()
        assert self.thread is not None
        self.thread.join(SECONDS)
        return not self.thread.is_alive()


HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"


@pytest.mark.parametrize(
    "pieces",
    [
        [b"HTTP/1.1 200 OK\r\nX-Drip: a"],
        [HEAD + b"\r\n1\r\n{\r\n", b"1\r\n \r\n"],
        [
            HEAD
            + b"Content-Encoding: gzip\r\n\r\n"
            + f"{len(NOTHING_PACKED):x}\r\n".encode()
            + NOTHING_PACKED
            + b"\r\n",
            b"5\r\n\x00\x00\x00\xff\xff\r\n",
        ],
    ],
    ids=["in its head", "in its body", "packed, and nothing in it"],
)
def test_an_answer_that_does_not_end_in_time_is_refused(server: Server, pieces: list[bytes]) -> None:
    impatience = Impatience()
    source = server.gives(impatience.held(*pieces))
    with pytest.raises(PipelineError, match=rf"^{source} had not answered in full after 30 s\. Nothing was changed"):
        pull(source, wait=impatience)
    assert impatience.asked == [SECONDS]
    assert impatience.is_over()


def test_the_limit_holds_for_both_attempts_together(server: Server) -> None:
    impatience = Impatience()
    source = server.gives(cut_off, impatience.held(HEAD))
    with pytest.raises(PipelineError, match="had not answered in full"):
        pull(source, wait=impatience)
    assert len(server.requests) == 2
    assert impatience.asked == [SECONDS]
    assert impatience.is_over()


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("HTTPS_PROXY", "socks5://user:secret@localhost:1", r"'socksio' package.*\. Look at HTTPS_PROXY"),
        ("all_proxy", "nothing://user:secret@localhost:1", r"Unknown scheme for proxy URL.*\. Look at ALL_PROXY"),
        ("https_proxy", "http://user:secret@[::1", r"Invalid port.*\. Look at HTTPS_PROXY"),
        ("SSL_CERT_FILE", "/nowhere", r"No such file or directory\. Look at SSL_CERT_FILE"),
    ],
)
def test_a_setting_by_which_no_connection_can_be_made_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], setting: str, value: str, message: str
) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv(setting, value)
    assert main(["--root", str(ROOT), "--source", "https://nowhere.test/a.json"]) == 1
    said = capsys.readouterr().err
    assert re.match(rf"regenerate: No connection can be made: .*{message}\. Nothing was changed\.", said)
    assert "secret" not in said


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
        ("https://[::1/a.json", r"^https://\[::1/a\.json is not a valid address\."),
        ("https://example.test:port/a.json", r"is not a valid address\."),
        ("https://user:secret/1@a.test/b.json", r"^https://a\.test/b\.json is not a valid address\."),
        ("https://user:secret@[::1/a.json", r"^https://\[::1/a\.json is not a valid address\."),
        ("https://", r"^https:// is not a valid address\."),
        ("https://example.test:99999/a.json", "is not a valid address"),
        ("https://exa mple.test/a.json", "is not a valid address"),
        (f"https://example.test/{'a' * 70_000}", "is not a valid address: URL too long"),
        (f"https://user:secret@example.test/{'a' * 70_000}", r"is not a valid address\."),
    ],
)
def test_an_address_that_is_not_taken(source: str, message: str) -> None:
    with pytest.raises(PipelineError, match=message) as raised:
        pull(source)
    assert "secret" not in str(raised.value)


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
        ("https://a.test?key=secret", "https://a.test"),
        ("https://a.test#secret", "https://a.test"),
        ("https://user:secret@a.test?key=secret", "https://a.test"),
        ("https://user:pass/word@a.test/b.json", "https://a.test/b.json"),
        ("https://user:sec?ret@a.test/b.json", "https://…"),
        ("https://user:sec#ret@a.test/b.json", "https://…"),
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
    with pytest.raises(PipelineError, match=r"^here is not a definition: it is not valid JSON"):
        read_definition(b"{", "here")
