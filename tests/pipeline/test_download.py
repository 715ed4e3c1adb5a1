"""Limits of a download: total time, proxies and certificates."""

from __future__ import annotations

import gzip
import json
import re
import tracemalloc
import zlib
from concurrent.futures import Future
from http.server import BaseHTTPRequestHandler
from threading import Event

import pytest

from scripts.pull import pull
from scripts.regenerate import main
from webcrm_ext.definition.document import PipelineError
from webcrm_ext.definition.download import BYTES, SECONDS, SETTINGS
from webcrm_ext.transport.downloads import Decompressor

from .documents import ROOT, small
from .servers import Response, Server, disconnect, response

GOOD = json.dumps(small()).encode()
EMPTY_GZIP = gzip.compress(b"", mtime=0)[:10] + b"\x00\x00\x00\xff\xff"


class Timeout:
    """Times out while the server is sending its response, without a wait."""

    def __init__(self) -> None:
        self.sending = Event()
        self.continued = Event()
        self.seconds: list[float] = []
        self.future: Future[bytes] | None = None

    def __call__(self, future: Future[bytes], seconds: float) -> bytes:
        self.seconds.append(seconds)
        self.future = future
        assert self.sending.wait(SECONDS)
        raise TimeoutError

    def stall(self, *pieces: bytes) -> Response:
        """Send the first piece, and after the timeout the others again and again."""

        def write(handler: BaseHTTPRequestHandler) -> None:
            handler.close_connection = True
            handler.wfile.write(pieces[0])
            self.sending.set()
            assert self.continued.wait(SECONDS)
            while pieces[1:]:
                handler.wfile.write(b"".join(pieces[1:]))

        return write

    def download_ends(self) -> bool:
        """Let the server continue, and return whether the download ends."""
        self.continued.set()
        assert self.future is not None
        self.future.exception(SECONDS)
        return self.future.done()


HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"


@pytest.mark.parametrize(
    "pieces",
    [
        [b"HTTP/1.1 200 OK\r\nX-Drip: a"],
        [HEAD + b"\r\n1\r\n{\r\n", b"1\r\n \r\n"],
        [
            HEAD + b"Content-Encoding: gzip\r\n\r\n" + f"{len(EMPTY_GZIP):x}\r\n".encode() + EMPTY_GZIP + b"\r\n",
            b"5\r\n\x00\x00\x00\xff\xff\r\n",
        ],
    ],
    ids=["headers", "body", "empty gzip"],
)
def test_slow_response_times_out(server: Server, pieces: list[bytes]) -> None:
    timeout = Timeout()
    source = server.respond_with(timeout.stall(*pieces))
    with pytest.raises(
        PipelineError, match=rf"^{source}: the response was not complete after 30 s\. Nothing was changed"
    ):
        pull(source, wait=timeout)
    assert timeout.seconds == [SECONDS]
    assert timeout.download_ends()


def test_time_limit_covers_both_attempts(server: Server) -> None:
    timeout = Timeout()
    source = server.respond_with(disconnect, timeout.stall(HEAD))
    with pytest.raises(PipelineError, match="was not complete after 30 s"):
        pull(source, wait=timeout)
    assert len(server.requests) == 2
    assert timeout.seconds == [SECONDS]
    assert timeout.download_ends()


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("HTTPS_PROXY", "socks5://user:secret@localhost:1", r"'socksio' package.*\. Check HTTPS_PROXY"),
        ("all_proxy", "nothing://user:secret@localhost:1", r"Unknown scheme for proxy URL.*\. Check ALL_PROXY"),
        ("https_proxy", "http://user:secret@[::1", r"Invalid port.*\. Check HTTPS_PROXY"),
        ("SSL_CERT_FILE", "/nowhere", r"No such file or directory\. Check SSL_CERT_FILE"),
    ],
)
def test_invalid_proxy_or_certificate_setting_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], setting: str, value: str, message: str
) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv(setting, value)
    assert main(["--root", str(ROOT), "--source", "https://nowhere.test/a.json"]) == 1
    output = capsys.readouterr().err
    assert re.match(rf"regenerate: Connecting failed: .*{message}\. Nothing was changed\.", output)
    assert "secret" not in output


def test_loopback_does_not_use_the_proxy(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert pull(server.respond_with(response(GOOD))).document


@pytest.mark.parametrize("coding", ["gzip, gzip", "gzip,gzip,gzip", "deflate, gzip", "br", "gzip; q=1"])
def test_several_or_unknown_codings_are_refused(server: Server, coding: str) -> None:
    body = gzip.compress(gzip.compress(GOOD))
    with pytest.raises(PipelineError, match=rf"its Content-Encoding is '{coding}', which was not asked for"):
        pull(server.respond_with(response(body, Content_Encoding=coding)))


def test_definition_is_requested_without_compression(server: Server) -> None:
    assert pull(server.respond_with(response(zlib.compress(GOOD), Content_Encoding="deflate"))).document
    assert [headers["Accept-Encoding"] for _, headers in server.requests] == ["identity"]


def test_compressed_definition_that_is_cut_off_is_refused(server: Server) -> None:
    with pytest.raises(PipelineError, match="the compressed body is cut off"):
        pull(server.respond_with(response(gzip.compress(GOOD)[:-9], Content_Encoding="gzip")))


def test_decompression_stops_at_the_limit(server: Server) -> None:
    compressor = zlib.compressobj(wbits=31)
    bomb = b"".join(compressor.compress(bytes(2**20)) for _ in range(70)) + compressor.flush()
    assert [len(Decompressor("gzip").decompress(bomb, limit)) for limit in (1, 1000, 2**20)] == [1, 1000, 2**20]
    source = server.respond_with(response(bomb, Content_Encoding="gzip"))
    tracemalloc.start()
    try:
        with pytest.raises(PipelineError, match="is larger than 20 MB"):
            pull(source)
        assert tracemalloc.get_traced_memory()[1] < 3 * BYTES
    finally:
        tracemalloc.stop()
