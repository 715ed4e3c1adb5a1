# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.opportunity_dto import OpportunityDto
from ...readers import many
from ...types import UNSET, Response, Unset
from ...values import whole_number

if TYPE_CHECKING:
    from ...client import Client
    from ...models.include import Include


_path_formats = {
    "pipelineLevel": whole_number,
}

_reader = many(OpportunityDto)


def call(
    pipeline_level: int,
    *,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    include: list[Include] | Unset = UNSET,
) -> Call[list[OpportunityDto]]:
    """Prepare the call `GET /Opportunities/ByPipelineLevel/{pipelineLevel}`; nothing is sent.

    Return the opportunities by pipeline level.
    """
    return Call(
        name="opportunities.by_pipeline_level",
        method="GET",
        path="/Opportunities/ByPipelineLevel/{pipelineLevel}",
        path_values={
            "pipelineLevel": pipeline_level,
        },
        path_formats=_path_formats,
        query={
            "Page": page,
            "Size": size,
            "include": include,
        },
        reader=_reader,
    )


def sync_detailed(
    pipeline_level: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    include: list[Include] | Unset = UNSET,
) -> Response[list[OpportunityDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            pipeline_level=pipeline_level,
            page=page,
            size=size,
            include=include,
        )
    )


def sync(
    pipeline_level: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    include: list[Include] | Unset = UNSET,
) -> list[OpportunityDto]:
    """Return the opportunities by pipeline level."""
    return sync_detailed(
        pipeline_level=pipeline_level,
        client=client,
        page=page,
        size=size,
        include=include,
    ).parsed


async def asyncio_detailed(
    pipeline_level: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    include: list[Include] | Unset = UNSET,
) -> Response[list[OpportunityDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            pipeline_level=pipeline_level,
            page=page,
            size=size,
            include=include,
        )
    )


async def asyncio(
    pipeline_level: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    include: list[Include] | Unset = UNSET,
) -> list[OpportunityDto]:
    """Return the opportunities by pipeline level."""
    return (
        await asyncio_detailed(
            pipeline_level=pipeline_level,
            client=client,
            page=page,
            size=size,
            include=include,
        )
    ).parsed
