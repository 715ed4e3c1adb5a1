# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.person_hook_dto import PersonHookDto
from ...readers import one
from ...types import Response
from ...values import record_id

if TYPE_CHECKING:
    from ...client import Client


_path_formats = {
    "id": record_id,
}

_reader = one(PersonHookDto)


def call(
    id: int,
) -> Call[PersonHookDto]:
    """Prepare the call `GET /Persons/Hooks/{id}`; nothing is sent.

    Return one hook on persons.
    """
    return Call(
        name="persons.get_hook",
        method="GET",
        path="/Persons/Hooks/{id}",
        path_values={
            "id": id,
        },
        path_formats=_path_formats,
        reader=_reader,
    )


def sync_detailed(
    id: int,
    *,
    client: Client,
) -> Response[PersonHookDto]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            id=id,
        )
    )


def sync(
    id: int,
    *,
    client: Client,
) -> PersonHookDto:
    """Return one hook on persons."""
    return sync_detailed(
        id=id,
        client=client,
    ).parsed


async def asyncio_detailed(
    id: int,
    *,
    client: Client,
) -> Response[PersonHookDto]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            id=id,
        )
    )


async def asyncio(
    id: int,
    *,
    client: Client,
) -> PersonHookDto:
    """Return one hook on persons."""
    return (
        await asyncio_detailed(
            id=id,
            client=client,
        )
    ).parsed
