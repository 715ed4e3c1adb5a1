"""Quotation lines: one way to write them, for systems with linked data and without."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from webcrm_api.models.quotation_line_dto import QuotationLineDto
from webcrm_api.models.quotation_line_linked_data_item_dto import QuotationLineLinkedDataItemDto
from webcrm_api.resources import quotation_lines as generated
from webcrm_api.resources.deliveries import AsyncDeliveries, Deliveries
from webcrm_api.resources.opportunities import AsyncOpportunities, Opportunities

from webcrm_ext.quotation_lines import delivery as delivery_lines
from webcrm_ext.quotation_lines import operations
from webcrm_ext.quotation_lines.operations import Line
from webcrm_ext.upsert.operation import upsert_by

if TYPE_CHECKING:
    from webcrm_api.pages import AsyncPages, Pages
    from webcrm_api.results import UpsertReport, WriteResult
    from webcrm_api.runner import AsyncRunner, Runner

    from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory

BATCH = 100
"""Lines in one PATCH; the largest number that the service takes is not documented."""


class QuotationLines(generated.QuotationLines):
    """Quotation lines. Whether the system has linked data on is found out and remembered."""

    __slots__ = ("_linked_data",)

    def __init__(self, runner: Runner, linked_data: LinkedDataMemory) -> None:
        super().__init__(runner)
        self._linked_data = linked_data

    def create(
        self,
        quotation_line: Line,
        *,
        linked_data_id: int | None = None,
        item: QuotationLineLinkedDataItemDto | None = None,
    ) -> int:
        """Create a quotation line, and give its id.

        Where linked data is on, an item with the line's Data1..9 is found or made, and the line is sent
        with its id. An item made for a line that then fails is removed again. Finding reads all items;
        `upsert` and `replace_for_delivery` read them once for many lines.

        Args:
            quotation_line: The line; its id is 0 or unset.
            linked_data_id: The id of an item to take the data from.
            item: An item to take the data from; one that equals it in its Data and all else that it sets is reused.

        Raises:
            FieldValueError: The line has an id; nothing was sent.
            APIError: The service refused the line.
            OutcomeUnknownError: No answer came, and the line may be there.

        Calls `POST /QuotationLines`. With linked data, where no item's id is given, also
        `GET /QuotationLines/LinkedData`, `POST` there where no item is equal, and
        `DELETE /QuotationLines/LinkedData/{id}` where the line fails then.
        """
        return self._runner.run_operation(
            operations.create(self._linked_data, quotation_line, linked_data_id=linked_data_id, item=item)
        )

    def update(self, quotation_line: Line) -> None:  # type: ignore[override] # the id is the line's own
        """Change a quotation line: what is set is written, the rest stays.

        Raises:
            FieldValueError: The line's id is not above 0; nothing was sent.
            APIError: The service refused the line; the message says what became of an item made for it.

        Calls `PUT /QuotationLines/{id}`. With linked data, where the line names no item, also
        `GET /QuotationLines/{id}` for what is not set of its Data, `GET /QuotationLines/LinkedData`, `POST` there
        where no item is equal, and `DELETE /QuotationLines/LinkedData/{id}` where the line fails then.
        """
        self._runner.run_operation(operations.update(self._linked_data, quotation_line))

    def delete(self, id: int) -> None:  # noqa: A002 - the generated name
        """Delete a quotation line.

        Raises:
            FieldValueError: The id is not above 0; nothing was sent.
            NotFoundError: There is no such line.

        Calls `DELETE /QuotationLines/{id}`.
        """
        self._runner.run_operation(operations.delete(id))

    def upsert(  # type: ignore[override] # a result for each line, in place of the service's texts
        self, quotation_lines: Sequence[Line], *, batch: int = BATCH
    ) -> builtins.list[WriteResult]:
        """Create (id 0) and change several lines, and give a result for each, in their order.

        Args:
            quotation_lines: The lines.
            batch: Lines in one call; how many the service takes is not documented.

        Returns:
            What became of each line. What is refused, and what is not answered, is in the results. So is it where the
            service goes away when some lines were answered: the rest failed, each for that reason.

        Raises:
            ConfigurationError: `batch` is below 1; nothing was sent.
            FieldValueError: An id is below 0, or no list was given; nothing was sent.
            WebCRMError: The service could not be reached or did not let the client in, and no line was written;
                the message names linked-data items that were made.

        Calls `PATCH /QuotationLines`. With linked data, for lines that name no item, also
        `GET /QuotationLines/{id}` for what is not set of their Data, `GET /QuotationLines/LinkedData`, `POST` there
        where no item is equal, and `DELETE /QuotationLines/LinkedData/{id}` where all lines of an item fail.
        """
        return self._runner.run_operation(operations.upsert(self._linked_data, quotation_lines, batch=batch))

    def for_opportunity(self, opportunity_id: int) -> Pages[QuotationLineDto]:
        """The lines of an opportunity. Calls `GET /Opportunities/{id}/QuotationLines`."""
        return Opportunities(self._runner).quotation_lines(opportunity_id)

    def for_delivery(self, delivery_id: int) -> Pages[QuotationLineDto]:
        """The lines of a delivery. Calls `GET /Deliveries/{id}/QuotationLines`."""
        return Deliveries(self._runner).quotation_lines(delivery_id)

    def upsert_by(self, key: str, records: Iterable[QuotationLineDto], *, dry_run: bool = False) -> UpsertReport:
        """Create or update quotation lines by a key property of your own; safe to run again at any time.

        As the generated `upsert_by`, in the way that the system needs: see `create` and `update`.
        """
        writer = operations.writer(self._linked_data)
        return self._runner.run_operation(upsert_by(writer, key, records, dry_run=dry_run))

    def create_for_delivery(
        self,
        delivery_id: int,
        quotation_line: Line,
        *,
        organisation_id: int | None = None,
        linked_data_id: int | None = None,
        item: QuotationLineLinkedDataItemDto | None = None,
    ) -> int:
        """Create a line of a delivery, and give its id; otherwise as `create`.

        Args:
            delivery_id: The delivery.
            quotation_line: The line; delivery and organisation are filled in.
            organisation_id: The delivery's organisation; read from the delivery when it is not given.
            linked_data_id: The id of an item to take the data from.
            item: An item to take the data from; one that equals it in its Data and all else that it sets is reused.

        Raises:
            FieldValueError: The line has an id, or its delivery has no organisation; no line was sent.
            NotFoundError: There is no such delivery.
            WebCRMError: As `create`; the message says what became of an item made for the line.

        Calls `GET /Deliveries/{id}` where the organisation is not given, then what `create` calls.
        """
        return self._runner.run_operation(
            delivery_lines.create_for_delivery(
                self._linked_data,
                delivery_id,
                quotation_line,
                organisation_id=organisation_id,
                linked_data_id=linked_data_id,
                item=item,
            )
        )

    def replace_for_delivery(self, delivery_id: int, quotation_lines: Sequence[Line]) -> builtins.list[int]:
        """Make a delivery's lines equal to the given ones, and give their ids in that order.

        Lines that equal one of the given, in all that it sets, stay; ids of the given lines do not matter. A line that
        names no organisation gets the delivery's.
        New ones are created before old ones are deleted: where it fails half-way, all old lines are in
        place, or all new ones and the old ones that the error names. Run again, it finishes. A line that names
        a linked-data item is compared by the item's Data.

        Raises:
            FieldValueError: No list was given, a line names an item that is not there, or neither a line nor the
                delivery names an organisation; nothing was written.
            WebCRMError: A call failed; the message says what is in place.

        Calls `GET /Deliveries/{id}/QuotationLines`, `GET /Deliveries/{id}` where a line names no organisation, and
        `POST /QuotationLines` and `DELETE /QuotationLines/{id}` for what differs. With linked data also
        `GET` and `POST /QuotationLines/LinkedData`, and `DELETE /QuotationLines/LinkedData/{id}` where it fails.
        """
        return self._runner.run_operation(
            delivery_lines.replace_for_delivery(self._linked_data, delivery_id, quotation_lines)
        )


class AsyncQuotationLines(generated.AsyncQuotationLines):
    """Quotation lines, to be awaited; otherwise as `QuotationLines`."""

    __slots__ = ("_linked_data",)

    def __init__(self, runner: AsyncRunner, linked_data: LinkedDataMemory) -> None:
        super().__init__(runner)
        self._linked_data = linked_data

    async def create(
        self,
        quotation_line: Line,
        *,
        linked_data_id: int | None = None,
        item: QuotationLineLinkedDataItemDto | None = None,
    ) -> int:
        """Create a quotation line, and give its id; as `QuotationLines.create`."""
        return await self._runner.run_operation(
            operations.create(self._linked_data, quotation_line, linked_data_id=linked_data_id, item=item)
        )

    async def update(self, quotation_line: Line) -> None:  # type: ignore[override] # the id is the line's own
        """Change a quotation line; as `QuotationLines.update`."""
        await self._runner.run_operation(operations.update(self._linked_data, quotation_line))

    async def delete(self, id: int) -> None:  # noqa: A002 - the generated name
        """Delete a quotation line; as `QuotationLines.delete`."""
        await self._runner.run_operation(operations.delete(id))

    async def upsert(  # type: ignore[override] # a result for each line, in place of the service's texts
        self, quotation_lines: Sequence[Line], *, batch: int = BATCH
    ) -> builtins.list[WriteResult]:
        """Create (id 0) and change several lines; as `QuotationLines.upsert`."""
        return await self._runner.run_operation(operations.upsert(self._linked_data, quotation_lines, batch=batch))

    def for_opportunity(self, opportunity_id: int) -> AsyncPages[QuotationLineDto]:
        """The lines of an opportunity. Calls `GET /Opportunities/{id}/QuotationLines`."""
        return AsyncOpportunities(self._runner).quotation_lines(opportunity_id)

    def for_delivery(self, delivery_id: int) -> AsyncPages[QuotationLineDto]:
        """The lines of a delivery. Calls `GET /Deliveries/{id}/QuotationLines`."""
        return AsyncDeliveries(self._runner).quotation_lines(delivery_id)

    async def upsert_by(self, key: str, records: Iterable[QuotationLineDto], *, dry_run: bool = False) -> UpsertReport:
        """Create or update quotation lines by a key property; as `QuotationLines.upsert_by`."""
        writer = operations.writer(self._linked_data)
        return await self._runner.run_operation(upsert_by(writer, key, records, dry_run=dry_run))

    async def create_for_delivery(
        self,
        delivery_id: int,
        quotation_line: Line,
        *,
        organisation_id: int | None = None,
        linked_data_id: int | None = None,
        item: QuotationLineLinkedDataItemDto | None = None,
    ) -> int:
        """Create a line of a delivery, and give its id; as `QuotationLines.create_for_delivery`."""
        return await self._runner.run_operation(
            delivery_lines.create_for_delivery(
                self._linked_data,
                delivery_id,
                quotation_line,
                organisation_id=organisation_id,
                linked_data_id=linked_data_id,
                item=item,
            )
        )

    async def replace_for_delivery(self, delivery_id: int, quotation_lines: Sequence[Line]) -> builtins.list[int]:
        """Make a delivery's lines equal to the given ones; as `QuotationLines.replace_for_delivery`."""
        return await self._runner.run_operation(
            delivery_lines.replace_for_delivery(self._linked_data, delivery_id, quotation_lines)
        )
