"""Pulling a definition over real sockets. What is not a definition raises, and nothing changes."""

from __future__ import annotations

import gzip
import json
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.pull import pull
from scripts.regenerate import main
from webcrm_ext.definition.document import PipelineError
from webcrm_ext.definition.download import BYTES, source_name
from webcrm_ext.definition.pull import read_definition

from .conftest import MakeRepository
from .documents import small, small_openapi
from .servers import Response, Server, chunks, disconnect, response

GOOD = json.dumps(small()).encode()
State = Callable[[Path], dict[str, bytes]]


def test_definition_is_pulled_from_an_address(server: Server) -> None:
    pulled = pull(server.respond_with(response(GOOD)))
    assert pulled.raw == GOOD
    assert pulled.document == small()
    assert pulled.source == server.url
    [(path, headers)] = server.requests
    assert path == "/swagger.json"
    assert headers["Accept"] == "application/json"


@pytest.mark.parametrize(
    "write",
    [
        response(b"\xef\xbb\xbf" + GOOD),
        chunks(GOOD[:10], GOOD[10:]),
        response(gzip.compress(GOOD), Content_Encoding="gzip"),
        response(json.dumps(small_openapi()).encode()),
    ],
    ids=["byte order mark", "chunked", "gzip", "OpenAPI 3"],
)
def test_other_encodings_are_read(server: Server, write: Response) -> None:
    assert pull(server.respond_with(write)).document["paths"]


def test_lost_connection_is_retried_once(server: Server) -> None:
    assert pull(server.respond_with(disconnect, response(GOOD))).document == small()
    assert len(server.requests) == 2


def test_download_stops_after_two_attempts(server: Server) -> None:
    with pytest.raises(PipelineError, match=r"^Downloading .* failed after 2 attempts: .*disconnected"):
        pull(server.respond_with(disconnect, disconnect, response(GOOD)))
    assert len(server.requests) == 2


def test_error_response_is_not_retried(server: Server) -> None:
    with pytest.raises(PipelineError, match="status 500"):
        pull(server.respond_with(response(b"", status=500), response(GOOD)))
    assert len(server.requests) == 1


HTML = b"\n<!DOCTYPE html><html><body>Log in</body></html>"
EMPTY_GZIP = gzip.compress(b"", mtime=0)[:10] + b"\x00\x00\x00\xff\xff"
TOO_LARGE = b" " * (BYTES // 16)
REFUSED: dict[str, tuple[Response, str]] = {
    "status 500": (response(b"oops", status=500), "returned status 500, expected 200"),
    "status 404": (response(b"", status=404), "returned status 404, expected 200"),
    "status 203": (response(GOOD, status=203), "returned status 203, expected 200"),
    "redirect": (
        response(b"", status=302, Location="https://user:secret@elsewhere.test/login?token=secret"),
        r"returned status 302 to https://elsewhere\.test/login, expected 200",
    ),
    "relative redirect": (
        response(b"", status=302, Location="/v2/a.json?sig=secret"),
        r"returned status 302 to http://127\.0\.0\.1:\d+/v2/a\.json, expected 200",
    ),
    "redirect without a location": (response(b"", status=302), "returned status 302, expected 200"),
    "HTML": (response(HTML, Content_Type="text/html"), "is not a definition: it is an HTML page"),
    "truncated JSON": (response(GOOD[:-10]), r"is not a definition: it is not valid JSON \("),
    "truncated body": (
        response(GOOD[:-10], Content_Length=str(len(GOOD))),
        "failed after 2 attempts: peer closed connection",
    ),
    "empty body": (response(b""), r"is not a definition: it is empty\."),
    "blank body": (response(b"\r\n"), r"it is empty\."),
    "not UTF-8": (response(b"\xff\xfe{}"), r"not valid JSON \('utf-8' codec"),
    "duplicate key": (response(b'{"swagger": "2.0", "swagger": "2.0"}'), "the key 'swagger' occurs twice"),
    "NaN": (response(b'{"swagger": "2.0", "a": NaN}'), r"not valid JSON \(Out of range float"),
    "lone surrogate": (response(rb'{"swagger": "2.0", "a": "\ud800"}'), r"not valid JSON \('utf-8' codec"),
    "deep nesting": (response(b"[" * 100_000), "it is nested deeper than 100 levels"),
    "other JSON": (response(b"[]"), "is neither Swagger 2.0 nor OpenAPI 3.x"),
    "Swagger 1.2": (response(b'{"swagger": "1.2", "paths": {}}'), "neither Swagger 2.0 nor OpenAPI 3.x"),
    "version as a number": (response(b'{"openapi": 3.0, "paths": {}}'), "neither Swagger 2.0 nor OpenAPI 3.x"),
    "two formats": (response(b'{"swagger": "2.0", "openapi": "3.0.0"}'), "neither Swagger 2.0 nor OpenAPI 3.x"),
    "no paths": (response(b'{"swagger": "2.0"}'), r"is a definition \(Swagger 2\.0\) without operations"),
    "invalid paths": (response(b'{"openapi": "3.1.0", "paths": {"/a": 1}}'), r"\(OpenAPI 3\.1\.0\) without"),
    "too large": (chunks(*[TOO_LARGE] * 17), "is larger than 20 MB"),
    "declared too large": (response(b"", Content_Length=str(BYTES + 1)), "is larger than 20 MB"),
    "too large when decompressed": (
        response(gzip.compress(b" " * (BYTES + 1)), Content_Encoding="gzip"),
        "is larger than 20 MB",
    ),
    "too large and decompressed to nothing": (
        chunks(EMPTY_GZIP, *[b"\x00\x00\x00\xff\xff" * (BYTES // 50)] * 11, Content_Encoding="gzip"),
        "is larger than 20 MB",
    ),
    "invalid gzip": (response(b"not gzip", Content_Encoding="gzip"), "failed after 2 attempts"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("write", "message"), REFUSED.values(), ids=REFUSED)
def test_invalid_definition_raises_and_changes_nothing(
    server: Server,
    write: Response,
    message: str,
    make_repository: MakeRepository,
    state: State,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = make_repository()
    before = state(root)
    with pytest.raises(PipelineError, match=message):
        pull(server.respond_with(write))
    assert main(["--root", str(root), "--source", server.url]) == 1
    output = capsys.readouterr()
    assert re.match("regenerate: (Downloading )?http://127.0.0.1:", output.err)
    assert "Nothing was changed." in output.err
    assert "OFFLINE=1" in output.err
    assert "secret" not in output.err
    assert output.out == ""
    assert state(root) == before


def test_refused_connection_is_reported() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        source = f"http://127.0.0.1:{unused.getsockname()[1]}/swagger.json"
        with pytest.raises(
            PipelineError, match=rf"^Downloading {source} failed after 2 attempts: .*refused.*OFFLINE=1"
        ):
            pull(source)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("http://example.test/a.json", r"^http://example\.test/a\.json: only https is allowed"),
        ("http://10.0.0.1/a.json", "only https is allowed"),
        ("http://127.0.0.1.example.test/a.json", "only https is allowed"),
        ("ftp://localhost/a.json", "only https is allowed"),
        ("file:///a.json", "file:// is not supported"),
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
def test_unsupported_address_raises(source: str, message: str) -> None:
    with pytest.raises(PipelineError, match=message) as raised:
        pull(source)
    assert "secret" not in str(raised.value)


def test_localhost_is_loopback(server: Server) -> None:
    assert pull(server.respond_with(response(GOOD)).replace("127.0.0.1", "localhost")).document


def test_definition_is_read_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.json").write_bytes(GOOD)
    monkeypatch.chdir(tmp_path)
    assert pull("a.json").source == "a.json"
    assert pull(str(tmp_path / "a.json")).source == "a.json"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("nowhere.json", r"Reading the file 'nowhere\.json' failed: No such file.*An address starts with https://"),
        ("api.test/swagger.json", "An address starts with https://"),
        ("", r"Reading the file '' failed: Is a directory\. Nothing"),
        (".", "failed: Is a directory"),
    ],
)
def test_unreadable_file_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PipelineError, match=message):
        pull(source)


def test_large_file_raises(tmp_path: Path) -> None:
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
def test_source_name_hides_secrets_and_directories(source: str, name: str) -> None:
    assert source_name(source) == name


def fewer(count: int) -> dict[str, Any]:
    document = small()
    document["paths"] = dict(list(document["paths"].items())[:count])
    return document


def test_losing_most_operations_needs_force(tmp_path: Path) -> None:
    source = tmp_path / "a.json"
    source.write_text(json.dumps(fewer(4)), encoding="utf-8")
    # Four are half of eight, but less than half of nine.
    committed = fewer(5)
    committed["paths"]["/Persons"]["put"] = committed["paths"]["/Persons"]["post"]
    assert pull(str(source), committed=committed).document
    committed["paths"]["/Persons"] |= {"head": {}, "trace": {}}
    with pytest.raises(PipelineError, match=r"a\.json has 4 operations, fewer than half of the 10.*FORCE=1"):
        pull(str(source), committed=committed)
    assert pull(str(source), committed=committed, force=True).document


def test_read_definition_names_the_source() -> None:
    with pytest.raises(PipelineError, match=r"^here is not a definition: it is not valid JSON"):
        read_definition(b"{", "here")
