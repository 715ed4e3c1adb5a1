"""Documents: in and out unharmed, never outside the folder, and nothing left of what was interrupted."""

from __future__ import annotations

import resource
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from webcrm_api.models import DocumentDto

from webcrm_ext import APIConnectionError, ConfigurationError, FieldValueError, NotFoundError, UnexpectedResponseError
from webcrm_ext.documents import safe_name

HOSTILE = [
    "..", ".", "", "   ", "../../etc/passwd", "/etc/passwd", "..\\..\\x", "C:\\x", "C:x", "a\0b", "nul", "NUL.txt",
    "con ", "COM1", "com¹.log", "lpt9.x", "a/b", "\\\\server\\share", "x" * 1000, "ä" * 300, "\ud800.txt", "a\nb",
    "~", "-rf", "a:stream", "gpj.\u202eexe", ".hidden", "x.", "x ", "name.tar.gz", "a." + "e" * 300, "CONIN$",
]  # fmt: skip


def stored_under(sandbox: Any, id_: int, name: Any, extension: Any = "") -> None:
    """Let the service send a name that no upload would give."""
    sent = {"DocumentFileName": name, "DocumentFileExtension": extension}
    sandbox.put_record("Documents", id_, {**sandbox.record("Documents", id_), **sent})


def test_bytes_and_files_go_out_and_come_back(sandbox, either, tmp_path):
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


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_file_never_leaves_the_folder(open_sandbox, connect, tmp_path, name):
    sandbox = open_sandbox(records=5)
    crm = connect(sandbox)
    id_ = crm.documents.upload(b"x", file_name="x.txt")
    if "\ud800" not in name:
        stored_under(sandbox, id_, name, ".pdf")
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
def test_any_name_is_made_one_that_every_system_takes(name, extension):
    safe = safe_name(DocumentDto.from_dict({"DocumentFileName": name, "DocumentFileExtension": extension}), 7)
    assert PurePosixPath(safe).name == PureWindowsPath(safe).name == safe
    assert not PureWindowsPath(safe).is_reserved()
    assert 0 < len(safe.encode()) <= 255
    assert safe == safe.strip(" ")
    assert safe not in (".", "..")


@pytest.mark.parametrize("kind", ["close-before", "close-during", "close-after"])
def test_an_interrupted_download_leaves_nothing_and_harms_nothing(sandbox, either, tmp_path, kind):
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


def test_a_disk_that_takes_no_more_is_told_and_leaves_nothing(either, tmp_path):
    id_ = either.documents.upload(b"new" * 100_000, file_name="x.txt")
    (tmp_path / "x.txt").write_bytes(b"old")
    # No file of this process may grow beyond that, as on a full disk.
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, before[1]))
    try:
        with pytest.raises(ConfigurationError, match=r"x\.txt cannot be written: File too large"):
            either.documents.download(id_, to=tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("x.txt", b"old")]


def test_a_download_that_is_killed_leaves_nothing(sandbox, connect, tmp_path):
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


@pytest.mark.parametrize(
    ("do", "error", "said"),
    [
        (lambda documents, folder: documents.upload(b"x"), ConfigurationError, "pass file_name="),
        (lambda documents, folder: documents.upload(folder / "none"), ConfigurationError, "cannot be read"),
        (lambda documents, folder: documents.upload(folder), ConfigurationError, "cannot be read"),
        (lambda documents, folder: documents.upload("a\0b"), ConfigurationError, r"'a\\x00b' cannot be read: "),
        (lambda documents, folder: documents.upload(b"x", file_name="x", document_foldr=1), FieldValueError, "_folder"),
        (lambda documents, folder: documents.upload(b"x", file_name="x", qqq=1), FieldValueError, "no property 'qqq'"),
    ],
)  # fmt: skip
def test_what_cannot_be_uploaded_is_told_before_a_call(sandbox, either, tmp_path, do, error, said):
    with pytest.raises(error, match=said):
        do(either.documents, tmp_path)
    assert len(sandbox.requests) == 0


def test_what_cannot_be_downloaded_is_told(either, tmp_path):
    id_ = either.documents.upload(b"x", file_name="x")
    (tmp_path / "x").mkdir()
    with pytest.raises(ConfigurationError, match="cannot be written: Is a directory"):
        either.documents.download(id_, to=tmp_path)
    with pytest.raises(NotFoundError):
        either.documents.download(99_999, to=tmp_path, file_name="y")
    with pytest.raises(ConfigurationError, match="pass to=, the folder"):
        either.documents.download(id_, file_name="y")
    assert [each.name for each in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize("folder", ["none", "none/", "a file"])
def test_a_folder_that_is_not_there_is_not_taken_for_the_name_of_a_file(sandbox, either, tmp_path, folder):
    id_ = either.documents.upload(b"x", file_name="x")
    (tmp_path / "a file").write_bytes(b"kept")
    with pytest.raises(ConfigurationError, match=r"There is no folder .*: make it first"):
        either.documents.download(id_, to=f"{tmp_path}/{folder}")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a file", b"kept")]
    assert sum(call.method == "GET" for call in sandbox.requests) == 0


@pytest.mark.parametrize("name", ["..", ".", "../x", "a/b", "a\\b", "/etc/x", "a\0b"])
def test_a_name_of_ones_own_does_not_leave_the_folder_either(either, tmp_path, name):
    id_ = either.documents.upload(b"x", file_name="x")
    with pytest.raises(ConfigurationError, match="must be a plain name"):
        either.documents.download(id_, to=tmp_path, file_name=name)
    assert list(tmp_path.iterdir()) == []


def test_documents_are_found_like_everything_with_a_table(either):
    id_ = either.documents.upload(b"x", file_name="needle.txt")
    assert [each.document_id for each in either.documents.find(document_file_name="needle.txt")] == [id_]
