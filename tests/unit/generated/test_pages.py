"""Pages are recognised with isinstance."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import webcrm_ext
from webcrm_ext import AsyncPages, AsyncWebCRM, Pages, WebCRM

TOKEN = "00000000-0000-4000-8000-000000000001"
NOWHERE = "http://127.0.0.1:1"


@pytest.fixture
def crm() -> Iterator[WebCRM]:
    with WebCRM(TOKEN, base_url=NOWHERE) as made:
        yield made


def test_list_returns_pages(crm: WebCRM) -> None:
    for pages in (crm.persons.list(), crm.activities.notes(1), crm.fields_metadata.list()):
        assert isinstance(pages, webcrm_ext.Pages)
        assert not isinstance(pages, AsyncPages)


def test_async_list_returns_async_pages() -> None:
    async def ask() -> None:
        async with AsyncWebCRM(TOKEN, base_url=NOWHERE) as crm:
            assert isinstance(crm.persons.list(), webcrm_ext.AsyncPages)
            assert not isinstance(crm.persons.list(), Pages)

    asyncio.run(ask())


@pytest.mark.parametrize("other", [[], {}, iter(()), "text", None])
def test_other_values_are_not_pages(other: Any) -> None:
    assert not isinstance(other, Pages)
    assert not isinstance(other, AsyncPages)
