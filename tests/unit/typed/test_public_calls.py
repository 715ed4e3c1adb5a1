"""The types that an editor shows for the public calls: checked by mypy and pyright, and called for real."""

from __future__ import annotations

import asyncio
import datetime
from typing import Any, assert_type

import pytest
from webcrm_api.api.persons import persons_get
from webcrm_api.calls import Call
from webcrm_api.models import OrganisationDto, PersonDto
from webcrm_api.pages import AsyncPages, Pages
from webcrm_api.resources import AsyncResources, Resources
from webcrm_api.types import Response, Unset

from webcrm_ext import AsyncWebCRM, CheckResult, DeleteResult, WebCRM, WriteResult
from webcrm_ext.sandbox import Sandbox


def test_blocking_calls(crm: WebCRM) -> None:
    assert_type(crm.persons.get(1), PersonDto)
    assert_type(crm.persons.list(), Pages[PersonDto])
    assert_type(crm.persons.list().first(), PersonDto | None)
    assert_type(crm.persons.list().to_list(), list[PersonDto])
    for person in crm.persons.list(size=100):
        assert_type(person, PersonDto)
    assert_type(crm.persons.create(PersonDto(person_id=0, person_last_name="Lindqvist")), int)
    assert_type(crm.organisations.create(OrganisationDto(organisation_id=0, organisation_name="Lindqvist")), int)
    assert_type(crm.persons.upsert([]), list[WriteResult])
    assert_type(crm.persons.create_many([]), list[WriteResult])
    assert_type(crm.persons.update_many([]), list[WriteResult])
    assert_type(crm.products.delete_many([]), list[DeleteResult])


def test_a_property_may_be_null_or_unset() -> None:
    person = PersonDto(person_id=1)
    assert_type(person.person_id, int)
    assert_type(person.person_name, str | Unset | None)
    assert_type(person.person_created_at, datetime.datetime | Unset | None)
    assert_type(person.to_dict(), dict[str, Any])
    assert_type(PersonDto.from_dict({}), PersonDto)


def test_wrong_names_are_errors_of_type_checkers_too(crm: WebCRM) -> None:
    # mypy reports an ignore that is not needed.
    with pytest.raises(AttributeError, match=r"Deals are crm\.opportunities"):
        crm.deals  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]  # noqa: B018
    with pytest.raises(AttributeError, match="cannot delete persons"):
        crm.persons.delete(1)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(TypeError, match="Did you mean 'size'"):
        crm.persons.list(pagesize=5)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    assert_type(crm.persons.search("anna"), Pages[PersonDto])
    assert_type(crm.check(entities=[]), CheckResult)


def test_raw_calls(crm: WebCRM) -> None:
    assert_type(persons_get.call(1), Call[PersonDto])
    assert_type(persons_get.sync(1, client=crm.raw), PersonDto)
    assert_type(persons_get.sync_detailed(1, client=crm.raw), Response[PersonDto])
    assert_type(crm.run(persons_get.call(1)), PersonDto)


def test_awaited_calls(sandbox: Sandbox) -> None:
    async def everything() -> None:
        async with AsyncWebCRM(sandbox.application_token, base_url=sandbox.url) as crm:
            assert_type(await crm.persons.get(1), PersonDto)
            assert_type(crm.persons.list(), AsyncPages[PersonDto])
            assert_type(await crm.persons.list().first(), PersonDto | None)
            async for person in crm.persons.list():
                assert_type(person, PersonDto)
            assert_type(await persons_get.asyncio(1, client=crm.raw), PersonDto)
            assert_type(await persons_get.asyncio_detailed(1, client=crm.raw), Response[PersonDto])
            as_resources: AsyncResources = crm
            assert (await as_resources.persons.get(1)).person_id == 1

    asyncio.run(everything())


def test_a_client_is_the_generated_resources(crm: WebCRM) -> None:
    as_resources: Resources = crm
    assert as_resources.persons.get(1).person_id == 1
