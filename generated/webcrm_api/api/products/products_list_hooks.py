# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.product_hook_dto import ProductHookDto
from ...readers import many
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ...client import Client


_reader = many(ProductHookDto)


def call(
    *,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Call[list[ProductHookDto]]:
    """Prepare the call `GET /Products/Hooks`; nothing is sent.

    Return all hooks on products.
    """
    return Call(
        name="products.list_hooks",
        method="GET",
        path="/Products/Hooks",
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
) -> Response[list[ProductHookDto]]:
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
) -> list[ProductHookDto]:
    """Return all hooks on products."""
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
) -> Response[list[ProductHookDto]]:
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
) -> list[ProductHookDto]:
    """Return all hooks on products."""
    return (
        await asyncio_detailed(
            client=client,
            page=page,
            size=size,
        )
    ).parsed
