"""`documents.download_all`: unique and safe names, complete files, and runs that go on where one has ended."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.contract.client.test_documents import HOSTILE, is_reserved_on_windows, store_name
from webcrm_ext import AuthenticationError, ConfigurationError, FieldValueError
from webcrm_ext.sandbox import Fault

INDEX = ".webcrm-documents.jsonl"
OWNER = 3


@pytest.fixture
def sandbox(open_sandbox):
    return open_sandbox(records=5)


def upload(crm: Any, *names: str, owner: int = OWNER) -> list[int]:
    """Upload documents that contain their own name, and return their ids."""
    return [crm.documents.upload(name.encode(), file_name=name, document_organisation_id=owner) for name in names]


def files(folder: Path) -> dict[str, bytes]:
    """Return the names and contents of the files in a folder, the index aside."""
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.name != INDEX}


def outcomes(results: list[Any]) -> list[str]:
    return [result.outcome for result in results]


def downloads(sandbox: Any) -> int:
    """Return the number of downloads since the last time."""
    count = sum(call.path.endswith("/Download") for call in sandbox.requests)
    sandbox.requests.clear()
    return count


def test_each_document_gets_its_own_name_and_is_downloaded_once(sandbox, either, tmp_path):
    names = ["offer.pdf", "Offer.PDF", "offer.pdf", "note.txt"]
    first, second, third, note = ids = upload(either, *names)
    upload(either, "other.txt", owner=OWNER + 1)
    sandbox.requests.clear()
    folder, seen = tmp_path / "new" / "folder", []
    results = either.documents.download_all(OWNER, to=folder, progress=lambda *counts: seen.append(counts))
    assert [call.path for call in sandbox.requests if not call.path.startswith("/Auth")] == [
        "/Queries", *(f"/Documents/{id_}/Download" for id_ in ids),
    ]  # fmt: skip
    expected = ["offer.pdf", f"Offer ({second}).PDF", f"offer ({third}).pdf", "note.txt"]
    assert [(each.id, each.path, each.outcome) for each in results] == [
        (id_, folder / name, "downloaded") for id_, name in zip(ids, expected, strict=True)
    ]
    assert files(folder) == {new: old.encode() for new, old in zip(expected, names, strict=True)}
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    # The next run downloads what was changed, is missing or has another size.
    downloads(sandbox)
    assert outcomes(either.documents.download_all(OWNER, to=str(folder))) == ["unchanged"] * 4
    assert downloads(sandbox) == 0
    either.documents.update(second, document_description="changed")
    (folder / "note.txt").unlink()
    (folder / "offer.pdf").write_bytes(b"x")
    changed = either.documents.download_all(OWNER, to=folder)
    assert outcomes(changed) == ["downloaded", "downloaded", "unchanged", "downloaded"]
    assert [each.path for each in changed] == [each.path for each in results]
    assert files(folder) == {new: old.encode() for new, old in zip(expected, names, strict=True)}
    # A document keeps its name, whatever happens to others.
    either.documents.delete(first)
    assert [each.path.name for each in either.documents.download_all(OWNER, to=folder)] == expected[1:]
    assert note in [each.id for each in changed]


def test_no_other_file_is_replaced(either, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"mine")
    (one,) = upload(either, "a.txt")
    (two,) = upload(either, "a.txt", owner=OWNER + 1)
    either.documents.download_all(OWNER, to=tmp_path)
    either.documents.download_all(OWNER + 1, to=tmp_path)
    expected = {"a.txt": b"mine", f"a ({one}).txt": b"a.txt", f"a ({two}).txt": b"a.txt"}
    assert files(tmp_path) == expected
    for owner in (OWNER, OWNER + 1):
        assert outcomes(either.documents.download_all(owner, to=tmp_path)) == ["unchanged"]
    assert files(tmp_path) == expected


@pytest.mark.slow
def test_names_are_safe_and_differ_also_without_regard_to_case(sandbox, connect, tmp_path):
    crm = connect(sandbox)
    ids = upload(crm, *["x.txt"] * len(HOSTILE) * 2)
    stored = [name for name in HOSTILE if "\ud800" not in name]
    for id_, name in zip(ids, [*stored, *map(str.upper, stored)], strict=False):
        store_name(sandbox, id_, name, ".pdf")
    folder = tmp_path / "folder"
    results = crm.documents.download_all(OWNER, to=folder)
    names = [each.path.name for each in results]
    assert sorted(names) == sorted(files(folder))
    assert [*tmp_path.iterdir()] == [folder]
    assert len({name.casefold() for name in names}) == len(ids)
    assert not any(map(is_reserved_on_windows, names))
    assert max(len(name.encode()) for name in names) <= 255
    # Without the index, all get the same names again.
    shutil.rmtree(folder)
    assert [each.path.name for each in crm.documents.download_all(OWNER, to=folder)] == names


def test_failed_document_is_reported_and_the_others_are_downloaded(sandbox, either, tmp_path):
    one, two, three = upload(either, "1.txt", "2.txt", "3.txt")
    sandbox.fail_next(1, status=403, path=f"/Documents/{one}/Download")
    sandbox.fail_next(99, kind="close-during", path=f"/Documents/{two}/Download")
    results = either.documents.download_all(OWNER, to=tmp_path)
    assert [(each.id, each.outcome, each.path) for each in results] == [
        (one, "failed", None), (two, "failed", None), (three, "downloaded", tmp_path / "3.txt"),
    ]  # fmt: skip
    assert "403" in results[0].error
    assert files(tmp_path) == {"3.txt": b"3.txt"}
    sandbox.clear_faults()
    assert outcomes(either.documents.download_all(OWNER, to=tmp_path)) == ["downloaded", "downloaded", "unchanged"]
    assert set(files(tmp_path)) == {"1.txt", "2.txt", "3.txt"}


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 2])
def test_refused_login_ends_the_downloads(sandbox, connect_either, tmp_path, number):
    ids: list[int] = []

    def refuse(request: Any) -> None:
        if ids and request.url.path == f"/Documents/{ids[number - 1]}/Download":
            sandbox.expire_tokens(refresh_tokens=True)
            sandbox.set_faults(rules=[Fault(status=401, path="/Auth")])

    crm = connect_either(sandbox, on_request=refuse)
    ids += upload(crm, "1.txt", "2.txt", "3.txt")
    if number == 1:
        with pytest.raises(AuthenticationError, match="No document was downloaded"):
            crm.documents.download_all(OWNER, to=tmp_path)
    else:
        results = crm.documents.download_all(OWNER, to=tmp_path)
        assert outcomes(results) == ["downloaded", "failed", "failed"]
        assert results[1].error == results[2].error
    assert len(files(tmp_path)) == number - 1


@pytest.mark.slow
def test_documents_are_listed_where_queries_do_not_have_them(sandbox, either, tmp_path):
    upload(either, "1.txt")
    upload(either, "2.txt", owner=OWNER + 1)
    sandbox.fail_next(1, status=400, path="/Queries")
    assert outcomes(either.documents.download_all(OWNER, to=tmp_path)) == ["downloaded"]
    assert files(tmp_path) == {"1.txt": b"1.txt"}


@pytest.mark.slow
@pytest.mark.parametrize("at_request", [1, 2, 3])
def test_interrupted_run_is_completed_by_the_next(sandbox, connect_either, tmp_path, at_request):
    class Killed(BaseException):
        pass

    ids: list[int] = []

    def kill(request: Any) -> None:
        if ids and request.url.path == f"/Documents/{ids[at_request - 1]}/Download":
            raise Killed

    crm = connect_either(sandbox, on_request=kill)
    ids += upload(crm, "a.txt", "A.txt", "b.txt")
    with pytest.raises(Killed):
        crm.documents.download_all(OWNER, to=tmp_path)
    assert len(files(tmp_path)) == at_request - 1
    with (tmp_path / INDEX).open("a") as index:  # the line that was being written
        index.write('{"id": 1, "ti')
    killed_at = ids[at_request - 1]
    ids.clear()
    results = crm.documents.download_all(OWNER, to=tmp_path)
    assert outcomes(results) == ["unchanged"] * (at_request - 1) + ["downloaded"] * (4 - at_request)
    assert files(tmp_path) == {"a.txt": b"a.txt", f"A ({results[1].id}).txt": b"A.txt", "b.txt": b"b.txt"}
    assert killed_at in [each.id for each in results]
    lines = (tmp_path / INDEX).read_text().splitlines()
    assert all(isinstance(json.loads(each)["id"], int) for each in lines)


def test_file_whose_completion_was_not_recorded_keeps_its_name(either, tmp_path):
    upload(either, "a.txt")
    either.documents.download_all(OWNER, to=tmp_path)
    lines = (tmp_path / INDEX).read_text().splitlines(keepends=True)
    (tmp_path / INDEX).write_text("".join(lines[:-1]))
    (result,) = either.documents.download_all(OWNER, to=tmp_path)
    assert (result.outcome, result.path) == ("downloaded", tmp_path / "a.txt")
    assert files(tmp_path) == {"a.txt": b"a.txt"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "index", [b"", b"[]\n", b"\xff\xfe\n", b'{"id": 1}\n', b'{"id": 1, "title": "x", "name": "../../x", "size": 1}\n']
)
def test_damaged_index_costs_downloads_only(sandbox, either, tmp_path, index):
    (id_,) = upload(either, "x")
    folder = tmp_path / "a" / "b"
    either.documents.download_all(OWNER, to=folder)
    (folder / INDEX).write_bytes(index.replace(b'"id": 1,', f'"id": {id_},'.encode()))
    (result,) = either.documents.download_all(OWNER, to=folder)
    assert result.outcome == "downloaded"
    assert result.path.parent == folder
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("folder", ["a file", "a file/x", "a\0b", 5], ids=ascii)
def test_invalid_folder_or_id_raises_before_any_request(sandbox, either, tmp_path, folder):
    (tmp_path / "a file").write_bytes(b"kept")
    with pytest.raises(ConfigurationError, match=r"Cannot use .* as the folder|Pass the path of a folder"):
        either.documents.download_all(OWNER, to=f"{tmp_path}/{folder}" if isinstance(folder, str) else folder)
    for id_ in (0, -1, "3", None, True):
        with pytest.raises(FieldValueError, match=r"organisation_id is .*Nothing was sent"):
            either.documents.download_all(id_, to=tmp_path)
    assert len(sandbox.requests) == 0
    assert files(tmp_path) == {"a file": b"kept"}
