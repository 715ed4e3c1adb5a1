# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.time_expense_dto import TimeExpenseDto
from ...readers import many
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ...client import Client


_reader = many(TimeExpenseDto)


def call(
    *,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Call[list[TimeExpenseDto]]:
    """Prepare the call `GET /TimeExpenses`; nothing is sent.

    Return all time expenses, by id.
    """
    return Call(
        name="time_expenses.list",
        method="GET",
        path="/TimeExpenses",
        query={
            "Page": page,
            "Size": size,
        },
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[TimeExpenseDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            page=page,
            size=size,
        )
    )


def sync(
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[TimeExpenseDto]:
    """Return all time expenses, by id."""
    return sync_detailed(
        client=client,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[TimeExpenseDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            page=page,
            size=size,
        )
    )


async def asyncio(
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[TimeExpenseDto]:
    """Return all time expenses, by id."""
    return (
        await asyncio_detailed(
            client=client,
            page=page,
            size=size,
        )
    ).parsed
