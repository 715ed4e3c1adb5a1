# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.person_dto import PersonDto
from ...readers import many
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ...client import Client
    from ...models.include import Include


_reader = many(PersonDto)


def call(
    *,
    input_: str | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    include: list[Include] | Unset = UNSET,
) -> Call[list[PersonDto]]:
    """Prepare the call `GET /Persons/Search`; nothing is sent.

    Return the persons that contain a text in any property.
    """
    return Call(
        name="persons.search",
        method="GET",
        path="/Persons/Search",
        query={
            "input": input_,
            "Page": page,
            "Size": size,
            "include": include,
        },
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
    input_: str | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    include: list[Include] | Unset = UNSET,
) -> Response[list[PersonDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            input_=input_,
            page=page,
            size=size,
            include=include,
        )
    )


def sync(
    *,
    client: Client,
    input_: str | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    include: list[Include] | Unset = UNSET,
) -> list[PersonDto]:
    """Return the persons that contain a text in any property."""
    return sync_detailed(
        client=client,
        input_=input_,
        page=page,
        size=size,
        include=include,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    input_: str | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    include: list[Include] | Unset = UNSET,
) -> Response[list[PersonDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            input_=input_,
            page=page,
            size=size,
            include=include,
        )
    )


async def asyncio(
    *,
    client: Client,
    input_: str | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    include: list[Include] | Unset = UNSET,
) -> list[PersonDto]:
    """Return the persons that contain a text in any property."""
    return (
        await asyncio_detailed(
            client=client,
            input_=input_,
            page=page,
            size=size,
            include=include,
        )
    ).parsed
