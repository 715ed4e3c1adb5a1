"""Upload and download of documents: exact bytes, safe file names, and no partial files."""

from __future__ import annotations

import io
import ntpath
import resource
import sys
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from webcrm_api.models import DocumentDto

from webcrm_ext import APIConnectionError, ConfigurationError, FieldValueError, NotFoundError, UnexpectedResponseError
from webcrm_ext.documents.files import safe_name

HOSTILE = [
    "..", ".", "", "   ", "../../etc/passwd", "/etc/passwd", "..\\..\\x", "C:\\x", "C:x", "a\0b", "nul", "NUL.txt",
    "con ", "COM1", "com¹.log", "lpt9.x", "a/b", "\\\\server\\share", "x" * 1000, "ä" * 300, "\ud800.txt", "a\nb",
    "~", "-rf", "a:stream", "gpj.\u202eexe", ".hidden", "x.", "x ", "name.tar.gz", "a." + "e" * 300, "CONIN$",
]  # fmt: skip


def is_reserved_on_windows(name: str) -> bool:
    if sys.version_info >= (3, 13):
        return ntpath.isreserved(name)
    return PureWindowsPath(name).is_reserved()


def store_name(sandbox: Any, id_: int, name: Any, extension: Any = "") -> None:
    """Store a file name that the client would never upload."""
    sent = {"DocumentFileName": name, "DocumentFileExtension": extension}
    sandbox.put_record("Documents", id_, {**sandbox.record("Documents", id_), **sent})


def test_uploaded_bytes_and_files_download_unchanged(sandbox, either, tmp_path):
    content = bytes(range(256)) * 5000
    id_ = either.documents.upload(content, file_name="../../x y.bin", document_folder="In")
    assert either.documents.download(id_) == content
    saved = either.documents.download(id_, to=tmp_path)
    assert (saved.parent, saved.read_bytes()) == (tmp_path, content)
    assert either.documents.get(id_).document_folder == "In"
    (tmp_path / "a.txt").write_bytes(b"hello")
    named = either.documents.upload(tmp_path / "a.txt")
    assert either.documents.get(named).document_file_extension == "txt"
    assert either.documents.download(named, to=tmp_path, file_name="b.txt").read_bytes() == b"hello"
    assert {each.name for each in tmp_path.iterdir()} == {saved.name, "a.txt", "b.txt"}
    empty = either.documents.upload(b"", file_name="empty")
    assert either.documents.download(empty, to=tmp_path).read_bytes() == b""


@pytest.mark.parametrize("kind", [bytearray, memoryview, io.BytesIO])
def test_any_bytes_can_be_uploaded(either, kind):
    content = bytes(range(256)) * 9
    id_ = either.documents.upload(kind(content), file_name="a.bin")
    assert (either.documents.download(id_), either.documents.get(id_).document_file_name) == (content, "a.bin")


def test_open_file_is_uploaded_from_its_position_with_its_name(either, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"header;content")
    with (tmp_path / "a.txt").open("rb") as file:
        file.seek(7)
        id_ = either.documents.upload(file)
        assert not file.closed
    assert either.documents.download(id_) == b"content"
    document = either.documents.get(id_)
    assert (document.document_file_name, document.document_file_extension) == ("a.txt", "txt")
    with (tmp_path / "a.txt").open("rb") as file:
        named = either.documents.upload(file, file_name="b.txt")
    assert either.documents.get(named).document_file_name == "b.txt"


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_hostile_file_name_stays_in_the_folder(open_sandbox, connect, tmp_path, name):
    sandbox = open_sandbox(records=5)
    crm = connect(sandbox)
    id_ = crm.documents.upload(b"x", file_name="x.txt")
    if "\ud800" not in name:
        store_name(sandbox, id_, name, ".pdf")
        folder = tmp_path / "folder"
        folder.mkdir()
        saved = crm.documents.download(id_, to=folder)
        assert [*folder.iterdir()] == [saved]
        assert [*tmp_path.iterdir()] == [folder]
    safe = safe_name(DocumentDto.from_dict({"DocumentFileName": name, "DocumentFileExtension": ".pdf"}), 7)
    assert safe.endswith(".pdf")


@settings(derandomize=True, deadline=None)
@given(some.none() | some.text(max_size=300), some.none() | some.text(max_size=40))
@example("nul", None)
@example(None, "pdf")
@example("a", "../..")
def test_safe_name_is_valid_on_every_system(name, extension):
    safe = safe_name(DocumentDto.from_dict({"DocumentFileName": name, "DocumentFileExtension": extension}), 7)
    assert PurePosixPath(safe).name == PureWindowsPath(safe).name == safe
    assert not is_reserved_on_windows(safe)
    assert 0 < len(safe.encode()) <= 255
    assert safe == safe.strip(" ")
    assert safe not in (".", "..")


@pytest.mark.parametrize("kind", ["close-before", "close-during", "close-after"])
def test_interrupted_download_keeps_the_old_file_only(sandbox, either, tmp_path, kind):
    id_ = either.documents.upload(b"new" * 100_000, file_name="x.txt")
    (tmp_path / "x.txt").write_bytes(b"old")
    sandbox.fail_next(20, kind=kind, path=f"/Documents/{id_}/Download")
    with pytest.raises((APIConnectionError, UnexpectedResponseError)):
        either.documents.download(id_, to=tmp_path)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("x.txt", b"old")]
    sandbox.clear_faults()
    sandbox.fail_next(1, kind=kind, path=f"/Documents/{id_}/Download")
    assert either.documents.download(id_, to=tmp_path).read_bytes() == b"new" * 100_000
    assert len(list(tmp_path.iterdir())) == 1


def test_full_disk_raises_and_keeps_the_old_file_only(either, tmp_path):
    id_ = either.documents.upload(b"new" * 100_000, file_name="x.txt")
    (tmp_path / "x.txt").write_bytes(b"old")
    # Limit the size of files, to simulate a full disk.
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, before[1]))
    try:
        with pytest.raises(ConfigurationError, match=r"Cannot write .*x\.txt: File too large"):
            either.documents.download(id_, to=tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("x.txt", b"old")]


def test_killed_download_leaves_no_file(sandbox, connect, tmp_path):
    class Killed(BaseException):
        pass

    def kill(response: Any) -> None:
        if response.request.url.path.endswith("/Download"):
            raise Killed

    crm = connect(sandbox, event_hooks={"response": [kill]})
    id_ = crm.documents.upload(b"x", file_name="x.txt")
    with pytest.raises(Killed):
        crm.documents.download(id_, to=tmp_path)
    assert list(tmp_path.iterdir()) == []


def closed_file() -> io.BytesIO:
    file = io.BytesIO(b"x")
    file.close()
    return file


@pytest.mark.parametrize(
    ("do", "error", "message"),
    [
        (lambda documents, folder: documents.upload(b"x"), ConfigurationError, "Pass file_name="),
        (lambda documents, folder: documents.upload(folder / "none"), ConfigurationError, "Cannot read "),
        (lambda documents, folder: documents.upload(folder), ConfigurationError, "Cannot read "),
        (lambda documents, folder: documents.upload("a\0b"), ConfigurationError, r"Cannot read 'a\\x00b': "),
        (lambda documents, folder: documents.upload(b"x", file_name="x", document_foldr=1), FieldValueError, "_folder"),
        (lambda documents, folder: documents.upload(b"x", file_name="x", qqq=1), FieldValueError, "no property 'qqq'"),
        (lambda documents, folder: documents.upload(b"x", file_name="\ud800.txt"), FieldValueError, "whole characters"),
        (lambda documents, folder: documents.upload(b"x", file_name=5), FieldValueError, "5 cannot be sent as a file"),
        (lambda documents, folder: documents.upload(bytearray(b"x")), ConfigurationError, "Pass file_name="),
        (lambda documents, folder: documents.upload(io.BytesIO(b"x")), ConfigurationError, "Pass file_name="),
        (lambda documents, folder: documents.upload(io.StringIO("x")), ConfigurationError, 'Open it with mode "rb"'),
        (lambda documents, folder: documents.upload(closed_file()), ConfigurationError, "Cannot read .*closed file"),
        (lambda documents, folder: documents.upload(5), ConfigurationError, "Cannot upload 5. Pass a path, bytes or"),
        (lambda documents, folder: documents.upload(None), ConfigurationError, "Cannot upload None"),
        (lambda documents, folder: documents.upload("\ud800"), ConfigurationError, "Cannot read "),
    ],
)  # fmt: skip
def test_invalid_upload_raises_before_any_request(sandbox, either, tmp_path, do, error, message):
    with pytest.raises(error, match=message):
        do(either.documents, tmp_path)
    assert len(sandbox.requests) == 0


def test_failed_download_raises_and_leaves_no_file(either, tmp_path):
    id_ = either.documents.upload(b"x", file_name="x")
    (tmp_path / "x").mkdir()
    with pytest.raises(ConfigurationError, match=r"Cannot write .*: Is a directory"):
        either.documents.download(id_, to=tmp_path)
    with pytest.raises(NotFoundError):
        either.documents.download(99_999, to=tmp_path, file_name="y")
    with pytest.raises(ConfigurationError, match="Pass the folder as to="):
        either.documents.download(id_, file_name="y")
    assert [each.name for each in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize(
    "folder", ["none", "none/", "a file", "n" * 5000, "\ud800", "a\0b"], ids=lambda name: ascii(name)[:20]
)
def test_missing_folder_raises_before_the_download(sandbox, either, tmp_path, folder):
    id_ = either.documents.upload(b"x", file_name="x")
    (tmp_path / "a file").write_bytes(b"kept")
    with pytest.raises(ConfigurationError, match=r"There is no folder .*\. Create it first"):
        either.documents.download(id_, to=f"{tmp_path}/{folder}")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a file", b"kept")]
    with pytest.raises(ConfigurationError, match=r"to is 5\. Pass the path of a folder"):
        either.documents.download(id_, to=5)
    assert sum(call.method == "GET" for call in sandbox.requests) == 0


@pytest.mark.parametrize(
    "name",
    ["..", ".", "../x", "a/b", "a\\b", "/etc/x", "a\0b", "D:", "C:x", "a:stream", "x\ud800", "\udc80.txt", 5, b"x"],
    ids=ascii,
)
def test_file_name_with_a_path_is_rejected(either, tmp_path, name):
    id_ = either.documents.upload(b"x", file_name="x")
    with pytest.raises(ConfigurationError, match="must be a plain name"):
        either.documents.download(id_, to=tmp_path, file_name=name)
    assert list(tmp_path.iterdir()) == []


def test_documents_can_be_found_by_file_name(either):
    id_ = either.documents.upload(b"x", file_name="needle.txt")
    assert [each.document_id for each in either.documents.find(document_file_name="needle.txt")] == [id_]
