"""What type checkers must see of the public names: `make lint` checks this file, and nothing runs it."""

from __future__ import annotations

from typing import Any, assert_type

import pandas as pd
from webcrm_api.client import Client
from webcrm_api.models import PersonDto

from webcrm_ext import (
    AsyncPages,
    AsyncWebCRM,
    Call,
    FileTokenStore,
    MemoryTokenStore,
    Pages,
    Response,
    Retries,
    TokenStore,
    WebCRM,
)


def blocking(crm: WebCRM, call: Call[PersonDto]) -> None:
    assert_type(crm.persons.get(12), PersonDto)
    assert_type(crm.persons.create(PersonDto(person_id=0)), int)
    assert_type(crm.persons.create({"PersonLastName": "Lund"}), int)
    crm.persons.update(12, person_first_name="Kari", person_birthday=None)
    crm.persons.update(12, PersonDto(person_id=12))
    assert_type(crm.custom(PersonDto(person_id=12)).save(), dict[str, Any] | None)
    assert_type(crm.persons.list(size=10, concurrency=2), Pages[PersonDto])
    assert_type(crm.persons.list().first(), PersonDto | None)
    assert_type(crm.persons.list().to_list(), list[PersonDto])
    assert_type(crm.persons.find(person_id=1, limit=5).one(), PersonDto)
    assert_type((crm.persons.list().count(), crm.persons.list().exists()), tuple[int, bool])
    assert_type(crm.persons.list().to_dicts(labels=True), list[dict[str, Any]])
    assert_type(crm.query("SELECT * FROM Person", into=PersonDto, limit=5).to_pandas(), pd.DataFrame)
    assert_type(crm.query("SELECT * FROM Person").one(), dict[str, Any])
    assert_type([person.person_id for person in crm.persons.list()], list[int])
    assert_type(crm.run(call), PersonDto)
    assert_type(crm.with_raw_response(call), Response[PersonDto])
    assert_type(crm.with_raw_response(crm.persons.get, 12), Response[PersonDto])
    assert_type(crm.with_raw_response(crm.persons.list().page, 1), Response[list[PersonDto]])
    assert_type(crm.with_options(timeout=3.0, retries=Retries(max_attempts=1)), WebCRM)
    assert_type(crm.raw, Client)
    with crm as same:
        assert_type(same, WebCRM)


async def awaiting(crm: AsyncWebCRM, call: Call[PersonDto]) -> None:
    assert_type(await crm.persons.get(12), PersonDto)
    assert_type(crm.persons.list(), AsyncPages[PersonDto])
    assert_type(await crm.persons.list().first(), PersonDto | None)
    assert_type(await crm.persons.find(person_id=1, limit=5).one(), PersonDto)
    assert_type(await crm.persons.list().count(), int)
    assert_type(await crm.persons.list().to_pandas(labels=False), pd.DataFrame)
    assert_type([person.person_id async for person in crm.persons.list()], list[int])
    assert_type(await crm.run(call), PersonDto)
    assert_type(await crm.with_raw_response(call), Response[PersonDto])
    assert_type(await crm.with_raw_response(crm.persons.get, 12), Response[PersonDto])
    assert_type(crm.with_options(timeout=3.0), AsyncWebCRM)
    async with crm as same:
        assert_type(same, AsyncWebCRM)


def stores() -> list[TokenStore]:
    return [MemoryTokenStore(), FileTokenStore("tokens")]
