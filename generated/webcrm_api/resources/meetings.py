# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The resource `meetings`: meetings, blocking and async."""

from __future__ import annotations

import builtins
import datetime
from typing import TYPE_CHECKING

from ..calls import Listing
from ..resource import Resource
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Unpack

    from ..calls import Call
    from ..models.meeting_info_create_dto import MeetingInfoCreateDto
    from ..models.meeting_info_get_all_dto import MeetingInfoGetAllDto
    from ..models.meeting_info_get_by_id_dto import MeetingInfoGetByIdDto
    from ..models.meeting_info_update_connections_dto import MeetingInfoUpdateConnectionsDto
    from ..models.meeting_info_update_dto import MeetingInfoUpdateDto
    from ..pages import AsyncPages, Pages, Progress
    from ..properties.meeting_info_update_dto import MeetingInfoUpdateProperties
    from ..results import DeleteResult
    from ..runner import AsyncRunner, Runner


class Meetings(Resource):
    """Meetings."""

    __slots__ = ("_runner",)

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def by_organisation(
        self,
        organisation_id: int,
        *,
        from_: datetime.date,
        to: datetime.date,
        user_id: str,
        include_recurring: bool | Unset = UNSET,
        size: int = 1000,
        limit: int | None = None,
        concurrency: int = 1,
        progress: Progress | None = None,
    ) -> Pages[MeetingInfoGetAllDto]:
        """Return the meetings of one user with one organisation, between two moments.

        Args:
            organisation_id: The organisation's id.
            from_: The start, included.
            to: The end, excluded.
            user_id: The user's id.
            include_recurring: Whether to return recurring meetings too.
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `MeetingInfoGetAllDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Meetings/ByOrganisation/{organisationId}`.
        """
        from ..api.meetings import meetings_by_organisation as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(
                    organisation_id=organisation_id,
                    from_=from_,
                    to=to,
                    user_id=user_id,
                    include_recurring=include_recurring,
                    page=page,
                    size=size,
                ),
                items=lambda value: value.meetings or [],
                paged=True,
                model="MeetingInfoGetAllDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )

    def create(self, meeting_info: MeetingInfoCreateDto | Mapping[str, Any]) -> str | None:
        """Create a meeting.

        Args:
            meeting_info: The values to send, `MeetingInfoCreateDto`, or a dict with the API's names.

        Returns:
            The id, or None if the service does not return it.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Meetings`.
        """
        from ..api.meetings import meetings_create as operation  # noqa: PLC0415

        return self._runner.run(operation.call(body=meeting_info))

    def delete(
        self, meeting_id: str, *, start_time: datetime.date | Unset = UNSET, send_cancellations: bool | Unset = UNSET
    ) -> None:
        """Delete one meeting.

        Args:
            meeting_id: The meeting's id, a string.
            start_time: The start of one occurrence of a recurring meeting.
            send_cancellations: Whether to notify the attendees.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `DELETE /Meetings/{meetingId}`.
        """
        from ..api.meetings import meetings_delete as operation  # noqa: PLC0415

        self._runner.run(
            operation.call(meeting_id=meeting_id, start_time=start_time, send_cancellations=send_cancellations)
        )

    def delete_many(
        self, ids: Iterable[str], *, start_time: datetime.date | Unset = UNSET, send_cancellations: bool | Unset = UNSET
    ) -> builtins.list[DeleteResult]:
        """Delete several meetings by their ids, and return the outcome of each.

        One call for each, one after the other: the API has none for several. A record that was deleted before has
        failed, unless the response to its own deletion was lost.

        Args:
            ids: The ids.
            start_time: The start of one occurrence of a recurring meeting.
            send_cancellations: Whether to notify the attendees.

        Returns:
            A `DeleteResult` for each id, in their order: `deleted`, `failed`, or `unknown` if no usable response
            arrived. If the service becomes unreachable or refuses the login later than for the first id, all
            others have `failed`, with that reason.

        Raises:
            FieldValueError: An id is invalid, or is passed twice; nothing was sent.
            WebCRMError: The service is unreachable or refuses the login, and nothing was deleted.

        Calls what `delete` calls, once for each id.
        """
        from ..api.meetings import meetings_delete as operation  # noqa: PLC0415

        return self._runner.delete_many(
            lambda id_: operation.call(meeting_id=id_, start_time=start_time, send_cancellations=send_cancellations),
            ids,
        )

    def get(self, meeting_id: str, *, start_time: datetime.date | Unset = UNSET) -> MeetingInfoGetByIdDto:
        """Return one meeting.

        Args:
            meeting_id: The meeting's id, a string.
            start_time: The start of one occurrence of a recurring meeting.

        Returns:
            `MeetingInfoGetByIdDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Meetings/{meetingId}`.
        """
        from ..api.meetings import meetings_get as operation  # noqa: PLC0415

        return self._runner.run(operation.call(meeting_id=meeting_id, start_time=start_time))

    def list(
        self,
        *,
        from_: datetime.date,
        to: datetime.date,
        user_id: str,
        include_recurring: bool | Unset = True,
        size: int = 1000,
        limit: int | None = None,
        concurrency: int = 1,
        progress: Progress | None = None,
    ) -> Pages[MeetingInfoGetAllDto]:
        """Return the meetings of one user between two moments.

        Args:
            from_: The start, included.
            to: The end, excluded.
            user_id: The user's id.
            include_recurring: Whether to return recurring meetings too. The service's default is true.
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `MeetingInfoGetAllDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Meetings`.
        """
        from ..api.meetings import meetings_list as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(
                    from_=from_, to=to, user_id=user_id, include_recurring=include_recurring, page=page, size=size
                ),
                items=lambda value: value.meetings or [],
                paged=True,
                model="MeetingInfoGetAllDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )

    def update(
        self,
        meeting_id: str,
        meeting_info: MeetingInfoUpdateDto | Mapping[str, Any] | None = None,
        **properties: Unpack[MeetingInfoUpdateProperties],
    ) -> None:
        """Update one meeting; properties that are not set keep their values.

        `update(meeting_id, meeting_attendee_emails=…)` sends just this property.

        Args:
            meeting_id: The meeting's id, a string.
            meeting_info: The values to send, `MeetingInfoUpdateDto`, or a dict with the API's names; not beside
                `properties`.
            properties: The values to send instead, by attribute of `MeetingInfoUpdateDto`. With `**{...}` also
                by the API's names or, for an entity with field metadata, by label: a value by label is checked
                as by `crm.custom`.

        Raises:
            TypeError: Both a record and properties are passed, or neither; nothing was sent.
            FieldValueError: A name is unknown, or a value does not fit; nothing was written.
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `PUT /Meetings/{meetingId}`.
        """
        from ..api.meetings import meetings_update as operation  # noqa: PLC0415

        if meeting_info is not None and not properties:
            return self._runner.run(operation.call(meeting_id=meeting_id, body=meeting_info))

        def prepare(body: Any) -> Call[None]:
            return operation.call(meeting_id=meeting_id, body=body)

        return self._runner.update(prepare, "MeetingInfoUpdateDto", meeting_info, properties)

    def update_connections(
        self, meeting_id: str, meeting_info_update_connections: MeetingInfoUpdateConnectionsDto | Mapping[str, Any]
    ) -> None:
        """Update the connections of one meeting.

        Args:
            meeting_id: The meeting's id, a string.
            meeting_info_update_connections: The values to send, `MeetingInfoUpdateConnectionsDto`, or a dict
                with the API's names.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `PUT /Meetings/{meetingId}/Connections`.
        """
        from ..api.meetings import meetings_update_connections as operation  # noqa: PLC0415

        self._runner.run(operation.call(meeting_id=meeting_id, body=meeting_info_update_connections))


class AsyncMeetings(Resource):
    """Meetings, async."""

    __slots__ = ("_runner",)

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    def by_organisation(
        self,
        organisation_id: int,
        *,
        from_: datetime.date,
        to: datetime.date,
        user_id: str,
        include_recurring: bool | Unset = UNSET,
        size: int = 1000,
        limit: int | None = None,
        concurrency: int = 1,
        progress: Progress | None = None,
    ) -> AsyncPages[MeetingInfoGetAllDto]:
        """Return the meetings of one user with one organisation, between two moments.

        Args:
            organisation_id: The organisation's id.
            from_: The start, included.
            to: The end, excluded.
            user_id: The user's id.
            include_recurring: Whether to return recurring meetings too.
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `MeetingInfoGetAllDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Meetings/ByOrganisation/{organisationId}`.
        """
        from ..api.meetings import meetings_by_organisation as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(
                    organisation_id=organisation_id,
                    from_=from_,
                    to=to,
                    user_id=user_id,
                    include_recurring=include_recurring,
                    page=page,
                    size=size,
                ),
                items=lambda value: value.meetings or [],
                paged=True,
                model="MeetingInfoGetAllDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )

    async def create(self, meeting_info: MeetingInfoCreateDto | Mapping[str, Any]) -> str | None:
        """Create a meeting.

        Args:
            meeting_info: The values to send, `MeetingInfoCreateDto`, or a dict with the API's names.

        Returns:
            The id, or None if the service does not return it.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Meetings`.
        """
        from ..api.meetings import meetings_create as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(body=meeting_info))

    async def delete(
        self, meeting_id: str, *, start_time: datetime.date | Unset = UNSET, send_cancellations: bool | Unset = UNSET
    ) -> None:
        """Delete one meeting.

        Args:
            meeting_id: The meeting's id, a string.
            start_time: The start of one occurrence of a recurring meeting.
            send_cancellations: Whether to notify the attendees.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `DELETE /Meetings/{meetingId}`.
        """
        from ..api.meetings import meetings_delete as operation  # noqa: PLC0415

        await self._runner.run(
            operation.call(meeting_id=meeting_id, start_time=start_time, send_cancellations=send_cancellations)
        )

    async def delete_many(
        self, ids: Iterable[str], *, start_time: datetime.date | Unset = UNSET, send_cancellations: bool | Unset = UNSET
    ) -> builtins.list[DeleteResult]:
        """Delete several meetings by their ids, and return the outcome of each.

        One call for each, one after the other: the API has none for several. A record that was deleted before has
        failed, unless the response to its own deletion was lost.

        Args:
            ids: The ids.
            start_time: The start of one occurrence of a recurring meeting.
            send_cancellations: Whether to notify the attendees.

        Returns:
            A `DeleteResult` for each id, in their order: `deleted`, `failed`, or `unknown` if no usable response
            arrived. If the service becomes unreachable or refuses the login later than for the first id, all
            others have `failed`, with that reason.

        Raises:
            FieldValueError: An id is invalid, or is passed twice; nothing was sent.
            WebCRMError: The service is unreachable or refuses the login, and nothing was deleted.

        Calls what `delete` calls, once for each id.
        """
        from ..api.meetings import meetings_delete as operation  # noqa: PLC0415

        return await self._runner.delete_many(
            lambda id_: operation.call(meeting_id=id_, start_time=start_time, send_cancellations=send_cancellations),
            ids,
        )

    async def get(self, meeting_id: str, *, start_time: datetime.date | Unset = UNSET) -> MeetingInfoGetByIdDto:
        """Return one meeting.

        Args:
            meeting_id: The meeting's id, a string.
            start_time: The start of one occurrence of a recurring meeting.

        Returns:
            `MeetingInfoGetByIdDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Meetings/{meetingId}`.
        """
        from ..api.meetings import meetings_get as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(meeting_id=meeting_id, start_time=start_time))

    def list(
        self,
        *,
        from_: datetime.date,
        to: datetime.date,
        user_id: str,
        include_recurring: bool | Unset = True,
        size: int = 1000,
        limit: int | None = None,
        concurrency: int = 1,
        progress: Progress | None = None,
    ) -> AsyncPages[MeetingInfoGetAllDto]:
        """Return the meetings of one user between two moments.

        Args:
            from_: The start, included.
            to: The end, excluded.
            user_id: The user's id.
            include_recurring: Whether to return recurring meetings too. The service's default is true.
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `MeetingInfoGetAllDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Meetings`.
        """
        from ..api.meetings import meetings_list as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(
                    from_=from_, to=to, user_id=user_id, include_recurring=include_recurring, page=page, size=size
                ),
                items=lambda value: value.meetings or [],
                paged=True,
                model="MeetingInfoGetAllDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )

    async def update(
        self,
        meeting_id: str,
        meeting_info: MeetingInfoUpdateDto | Mapping[str, Any] | None = None,
        **properties: Unpack[MeetingInfoUpdateProperties],
    ) -> None:
        """Update one meeting; properties that are not set keep their values.

        `update(meeting_id, meeting_attendee_emails=…)` sends just this property.

        Args:
            meeting_id: The meeting's id, a string.
            meeting_info: The values to send, `MeetingInfoUpdateDto`, or a dict with the API's names; not beside
                `properties`.
            properties: The values to send instead, by attribute of `MeetingInfoUpdateDto`. With `**{...}` also
                by the API's names or, for an entity with field metadata, by label: a value by label is checked
                as by `crm.custom`.

        Raises:
            TypeError: Both a record and properties are passed, or neither; nothing was sent.
            FieldValueError: A name is unknown, or a value does not fit; nothing was written.
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `PUT /Meetings/{meetingId}`.
        """
        from ..api.meetings import meetings_update as operation  # noqa: PLC0415

        if meeting_info is not None and not properties:
            return await self._runner.run(operation.call(meeting_id=meeting_id, body=meeting_info))

        def prepare(body: Any) -> Call[None]:
            return operation.call(meeting_id=meeting_id, body=body)

        return await self._runner.update(prepare, "MeetingInfoUpdateDto", meeting_info, properties)

    async def update_connections(
        self, meeting_id: str, meeting_info_update_connections: MeetingInfoUpdateConnectionsDto | Mapping[str, Any]
    ) -> None:
        """Update the connections of one meeting.

        Args:
            meeting_id: The meeting's id, a string.
            meeting_info_update_connections: The values to send, `MeetingInfoUpdateConnectionsDto`, or a dict
                with the API's names.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `PUT /Meetings/{meetingId}/Connections`.
        """
        from ..api.meetings import meetings_update_connections as operation  # noqa: PLC0415

        await self._runner.run(operation.call(meeting_id=meeting_id, body=meeting_info_update_connections))
