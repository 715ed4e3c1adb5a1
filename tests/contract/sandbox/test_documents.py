"""Documents: upload as base64, and download of the same bytes."""

from base64 import b64encode

import pytest

from webcrm_ext.sandbox import Sandbox

from .browser import Browser

EVERY_BYTE = bytes(range(256))


@pytest.mark.parametrize(
    "content", [b"", b"\x00", EVERY_BYTE * 4000, "Lysekrone æøå\r\n".encode()], ids=["empty", "nul", "1 MB", "text"]
)
def test_download_returns_the_uploaded_bytes(crm, content):
    sent = {"DocumentId": 0, "DocumentFile": b64encode(content).decode(), "DocumentFileName": "lamp"}
    id_ = crm.create("/Documents", sent | {"DocumentFileExtension": ".bin"})
    response = crm.get(f"/Documents/{id_}/Download")
    assert response.content == content
    assert response.headers["Content-Type"] == "application/octet-stream"
    document = crm.read(f"/Documents/{id_}")
    assert (document["DocumentFile"], document["DocumentFileSize"]) == ("", len(content))
    assert (document["DocumentFileExtension"], document["DocumentUploadCount"]) == (".bin", 1)


def test_base64_with_line_breaks_is_accepted(crm):
    text = b64encode(EVERY_BYTE).decode()
    broken = "\r\n".join(text[index : index + 76] for index in range(0, len(text), 76))
    id_ = crm.create("/Documents", {"DocumentId": 0, "DocumentFile": broken})
    assert crm.get(f"/Documents/{id_}/Download").content == EVERY_BYTE


@pytest.mark.parametrize("text", ["?", "YQ", "YQ=", "Yæ==", "a" * 5])
def test_invalid_base64_is_refused(sandbox, crm, text):
    count = sandbox.count("Documents")
    response = crm.post("/Documents", {"DocumentId": 0, "DocumentFile": text})
    assert (response.status_code, response.json()["Message"]) == (400, "DocumentFile must be base64.")
    assert crm.put("/Documents/1", {"DocumentFile": text}).status_code == 400
    assert sandbox.count("Documents") == count


def test_upload_replaces_the_file_and_other_updates_keep_it(sandbox, crm):
    id_ = crm.create("/Documents", {"DocumentId": 0, "DocumentFile": b64encode(b"old").decode()})
    first = crm.read(f"/Documents/{id_}")
    sandbox.clock.advance(60)
    crm.put(f"/Documents/{id_}", {"DocumentDescription": "lamps", "DocumentFileSize": 99})
    assert crm.get(f"/Documents/{id_}/Download").content == b"old"
    document = crm.read(f"/Documents/{id_}")
    assert (document["DocumentFileSize"], document["DocumentUploadedAt"]) == (3, first["DocumentUploadedAt"])
    crm.put(f"/Documents/{id_}", {"DocumentFile": b64encode(b"newer").decode()})
    assert crm.get(f"/Documents/{id_}/Download").content == b"newer"
    document = crm.read(f"/Documents/{id_}")
    assert (document["DocumentFileSize"], document["DocumentUploadCount"]) == (5, 2)
    assert document["DocumentUploadedAt"] > first["DocumentUploadedAt"]


def test_document_without_a_file_has_no_download(crm):
    id_ = crm.create("/Documents", {"DocumentId": 0})
    assert crm.get(f"/Documents/{id_}/Download").status_code == 404
    assert crm.get("/Documents/987654/Download").status_code == 404


def test_deleting_a_document_deletes_its_file(crm):
    id_ = crm.create("/Documents", {"DocumentId": 0, "DocumentFile": "YQ=="})
    assert crm.delete(f"/Documents/{id_}").status_code == 200
    assert crm.get(f"/Documents/{id_}/Download").status_code == 404
    assert crm.delete(f"/Documents/{id_}").status_code == 404


def test_seeded_documents_have_files_and_both_kinds_of_extensions(tmp_path):
    with Sandbox(data=tmp_path / "sandbox.sqlite") as sandbox, Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        documents = crm.read("/Documents")
        for document in documents:
            content = crm.get(f"/Documents/{document['DocumentId']}/Download").content
            assert len(content) == document["DocumentFileSize"] > 0
        assert {each["DocumentFileExtension"] for each in documents} == {"txt", ".txt"}
