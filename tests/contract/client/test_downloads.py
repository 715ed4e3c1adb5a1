"""Downloads into open files, and the raw response of a download."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import httpx
import pytest
from webcrm_api.api.documents import documents_download
from webcrm_api.models import AuthApiLoginForm
from webcrm_api.types import Response

from tests.contract.client.service import TOKEN, MockService
from webcrm_ext import AsyncWebCRM, NotFoundError, WebCRM


def documents(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/Documents/1/Download":
        return httpx.Response(200, content=b"bytes of a file", headers={"X-Test": "the file"})
    if request.url.path == "/Documents/1":
        return httpx.Response(200, json={"DocumentFileName": "a.txt"})
    return httpx.Response(404, json={"Message": "no such document"})


def test_refused_download_leaves_the_file_unchanged():
    with WebCRM(TOKEN, transport=MockService(documents)) as crm:
        file = io.BytesIO(b"old content, longer than the new one")
        crm.download(documents_download.call(1), file)
        assert file.getvalue() == b"bytes of a file"
        with pytest.raises(NotFoundError, match="no such document"):
            crm.download(documents_download.call(2), file)
        assert file.getvalue() == b"bytes of a file"

    async def main() -> None:
        async with AsyncWebCRM(TOKEN, transport=MockService(documents)) as crm:
            file = io.BytesIO(b"old content, longer than the new one")
            await crm.download(documents_download.call(1), file)
            assert file.getvalue() == b"bytes of a file"
            with pytest.raises(NotFoundError, match="no such document"):
                await crm.download(documents_download.call(2), file)
            assert (await crm.auth.api_login(AuthApiLoginForm(auth_code=TOKEN))).access_token == "a" * 20

    asyncio.run(main())


@pytest.mark.parametrize("options", [{}, {"file_name": "a.txt"}], ids=["stored name", "file_name"])
def test_raw_response_of_a_download_has_no_content(tmp_path, options):
    def check(response: Response[Path]) -> None:
        assert (response.status_code, response.headers["X-Test"], response.content) == (200, "the file", b"")
        assert (response.parsed, response.parsed.read_bytes()) == (tmp_path / "a.txt", b"bytes of a file")

    with WebCRM(TOKEN, transport=MockService(documents)) as crm:
        check(crm.with_raw_response(crm.documents.download, 1, to=tmp_path, **options))

    async def main() -> None:
        async with AsyncWebCRM(TOKEN, transport=MockService(documents)) as crm:
            check(await crm.with_raw_response(crm.documents.download, 1, to=tmp_path, **options))

    asyncio.run(main())
