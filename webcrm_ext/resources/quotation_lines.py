"""`crm.quotation_lines`: write quotation lines, whether linked data is on, off or unknown."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Unpack

from webcrm_api.models.quotation_line_dto import QuotationLineDto
from webcrm_api.resources import quotation_lines as generated
from webcrm_api.resources.deliveries import AsyncDeliveries, Deliveries
from webcrm_api.resources.opportunities import AsyncOpportunities, Opportunities

from webcrm_ext.quotation_lines import delivery as delivery_lines
from webcrm_ext.quotation_lines import many, operations
from webcrm_ext.quotation_lines.items import Item
from webcrm_ext.quotation_lines.line_values import Line

if TYPE_CHECKING:
    from webcrm_api.pages import AsyncPages, Pages
    from webcrm_api.properties.quotation_line_update_dto import QuotationLineUpdateProperties
    from webcrm_api.results import WriteResult
    from webcrm_api.runner import AsyncRunner, Runner

    from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory

BATCH = 100
"""Lines in one PATCH; the vendor does not document the maximum."""


class QuotationLines(generated.QuotationLines):
    """Quotation lines.

    With linked data on, the service accepts a line only with the id of a linked-data item, whose Data1..9 replace
    the line's own. The methods here write a line correctly in each case:

    - on: they find an item with the line's Data1..9, or create it, and send its id with the line. The line's own
      Data1..9 are sent too, in case linked data was switched off.
    - off: they send the line as it is.
    - unknown: they send the line as it is; if the service refuses it with "Possible quotation not found", they
      remember that linked data is on, and send the line again with an item.

    Lines that need the same new item wait for each other, in threads, tasks and event loops, so that one item is
    created: within a client and its copies, not across clients. An item is never deleted, for another line may use it.
    If the line fails, the error names the item, and the next equal line uses it.
    """

    __slots__ = ("_linked_data",)

    def __init__(self, runner: Runner, linked_data: LinkedDataMemory) -> None:
        super().__init__(runner)
        self._linked_data = linked_data

    def create(
        self,
        quotation_line: Line,
        *,
        linked_data_id: int | None = None,
        item: Item | None = None,
    ) -> int:
        """Create a quotation line, and return its id.

        With linked data on, this reads all items; `upsert` and `replace_for_delivery` read them once for many lines.

        Args:
            quotation_line: The line; its id is 0 or unset.
            linked_data_id: The id of the item to take the data from. Leave Data1..9 of the line unset, or equal to the
                item's: the service stores them with linked data off, and it may keep them with linked data on.
            item: The item to take the data from, or a dict with the API's names; not beside an item's id. An existing
                item is used if it equals this one in Data1..9 and in every other property that is set.

        Raises:
            FieldValueError: The line has an id, or an argument is invalid; nothing was sent.
            APIError: The service refused the line. The message names an item created for it.
            OutcomeUnknownError: No usable response arrived, and the line or its item may exist.

        Calls `POST /QuotationLines`. With linked data on and no item id also `GET /QuotationLines/LinkedData`, and
        `POST /QuotationLines/LinkedData` if no item is equal. If the service refuses Data1..9 beside an item, also
        `GET /QuotationLines/LinkedSetup`, and the line is sent once more without them.
        """
        new = operations.new_line(quotation_line, linked_data_id=linked_data_id, item=item)
        return self._runner.run_operation(operations.create(self._linked_data, new))

    def update(  # type: ignore[override] # the id is the line's own
        self, quotation_line: Line | int, **properties: Unpack[QuotationLineUpdateProperties]
    ) -> None:
        """Write the properties that are set in a quotation line; the others keep their values.

        `update(12, quotation_line_quantity=2)` sends just this property.

        Args:
            quotation_line: The line with its id; or the id alone, with `properties`.
            properties: The values to send, by attribute of `QuotationLineUpdateDto`; with `**{...}` also by the API's
                names.

        Raises:
            TypeError: Both a line and properties are passed, or an id alone; nothing was sent.
            FieldValueError: An id is not above 0, or a name is unknown; nothing was sent.
            APIError: The service refused the line. The message names an item created for it.

        Calls `PUT /QuotationLines/{id}`. With linked data on and no item id also `GET /QuotationLines/{id}` if some of
        Data1..9 are unset, `GET /QuotationLines/LinkedData`, and `POST /QuotationLines/LinkedData` if no item is equal.
        Refused Data1..9: see `create`.
        """
        self._runner.run_operation(operations.update_line(self._linked_data, quotation_line, properties))

    def delete(self, id: int) -> None:  # noqa: A002 - the generated name
        """Delete a quotation line.

        Raises:
            FieldValueError: The id is not above 0; nothing was sent.
            NotFoundError: No line has this id.

        Calls `DELETE /QuotationLines/{id}`.
        """
        self._runner.run_operation(operations.delete(id))

    def upsert(self, quotation_lines: Sequence[Line], *, batch: int = BATCH) -> builtins.list[WriteResult]:
        """Create (id 0) and change several lines, and return a result for each, in their order.

        Args:
            quotation_lines: The lines.
            batch: Lines in one PATCH; the vendor does not document the maximum.

        Returns:
            The results. A refused line has `failed`, a line without a usable response `unknown`. If the service becomes
            unreachable after some results are known, all other lines have `failed`, with that reason. The error names
            an item created for the line.

        Raises:
            ConfigurationError: `batch` is below 1; nothing was sent.
            FieldValueError: An id is below 0, or `quotation_lines` is not a list of lines; nothing was sent.
            WebCRMError: The service is unreachable or refuses the token, and no line was written. The message names
                linked-data items that were created.

        Calls `PATCH /QuotationLines`. With linked data on, for lines without an item id, also
        `GET /QuotationLines/{id}` if some of Data1..9 are unset, `GET /QuotationLines/LinkedData`,
        `POST /QuotationLines/LinkedData` if no item is equal. Refused Data1..9: see `create`.
        """
        return self._runner.run_operation(operations.upsert(self._linked_data, quotation_lines, batch=batch))

    def create_many(self, records: Iterable[Line], *, batch: int = BATCH) -> builtins.list[WriteResult]:
        """Create many quotation lines in batches, and return a result for each, in their order.

        Like the `create_many` of other resources, with or without linked data. With linked data on, all items are read
        once, and each item that does not exist is created before the lines.

        Args:
            records: The lines; their id is 0 or unset.
            batch: Lines in one PATCH, 1 to 1000; 1 creates them one by one, by POST.

        Raises:
            FieldValueError: A line has an id, no value, an unknown name or a value that cannot be sent, or something is
                no line; the message has its position from 1. Nothing was sent.
            ConfigurationError: `batch` is not from 1 to 1000; nothing was sent.
            WebCRMError: The service is unreachable or refuses the login, and no line was created.
        """
        return self._runner.run_operation(many.create_many(self._linked_data, records, batch=batch))

    def update_many(self, records: Iterable[Line], *, batch: int = BATCH) -> builtins.list[WriteResult]:
        """Write the properties that are set in many quotation lines; the others keep their values.

        Like the `update_many` of other resources, with or without linked data; see `update`. With linked data on, all
        items are read once, and the lines that lack some of Data1..9 by few queries.

        Args:
            records: The lines, each with its own id above 0 and the properties to write.
            batch: Lines in one PATCH, 1 to 1000; 1 updates them one by one, by PUT.

        Raises:
            FieldValueError: A line has no id, that of another one, no property to write, an unknown name or a value
                that cannot be sent, or something is no line; the message has its position from 1. Nothing was sent.
            ConfigurationError: `batch` is not from 1 to 1000; nothing was sent.
            WebCRMError: The service is unreachable or refuses the login, and no line was written.
        """
        return self._runner.run_operation(many.update_many(self._linked_data, records, batch=batch))

    def for_opportunity(self, opportunity_id: int) -> Pages[QuotationLineDto]:
        """Return the lines of an opportunity. Calls `GET /Opportunities/{id}/QuotationLines`."""
        return Opportunities(self._runner).quotation_lines(opportunity_id)

    def for_delivery(self, delivery_id: int) -> Pages[QuotationLineDto]:
        """Return the lines of a delivery. Calls `GET /Deliveries/{id}/QuotationLines`."""
        return Deliveries(self._runner).quotation_lines(delivery_id)

    def create_for_delivery(
        self,
        delivery_id: int,
        quotation_line: Line,
        *,
        organisation_id: int | None = None,
        linked_data_id: int | None = None,
        item: Item | None = None,
    ) -> int:
        """Create a line of a delivery, and return its id; otherwise like `create`.

        Args:
            delivery_id: The delivery's id.
            quotation_line: The line; this method sets its delivery and its organisation.
            organisation_id: The organisation's id, above 0; by default the line's, or else the delivery's.
            linked_data_id: The id of the item to take the data from.
            item: The item to take the data from; see `create`.

        Raises:
            FieldValueError: An id is not above 0, the line has an id, or an argument is invalid; nothing was sent. The
                delivery has no organisation; no line was sent.
            NotFoundError: No delivery has this id; no line was sent.
            WebCRMError: See `create`. The message names an item created for the line.

        Calls `GET /Deliveries/{id}`, then what `create` calls.
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
        """Make a delivery's lines equal to `quotation_lines`, and return their ids in that order.

        An existing line stays if it equals one of `quotation_lines` in every property that this one sets; the ids
        in `quotation_lines` are ignored. A line with a linked-data item is compared by the item's Data1..9. A line
        without an organisation gets the delivery's. An empty list deletes all lines of the delivery.

        New lines are created before old ones are deleted. After a failure either all old lines exist and the new ones
        that the error names, or all new lines and the old ones that it names. New lines created before a failure are
        deleted. Lines whose creation got no usable response, or was refused for a whole batch, are not: the error says
        how many may exist. Calling the method again completes it.

        Raises:
            FieldValueError: The delivery's id is not above 0, `quotation_lines` is not a list of lines, or a line sets
                no value besides its id; nothing was sent. A linked-data item does not exist, or neither a line nor the
                delivery has an organisation; nothing was written.
            NotFoundError: No delivery has this id; nothing was written.
            WebCRMError: A call failed. The message names the lines and linked-data items that remain.

        Calls `GET /Deliveries/{id}`, `GET /Deliveries/{id}/QuotationLines` for each 1000 lines, `PATCH /QuotationLines`
        for each 100 new lines, or POST for a single one, and `DELETE /QuotationLines/{id}` for each surplus line. With
        linked data on also `GET /QuotationLines/LinkedData` once, and POST for each new item. Refused Data1..9: see
        `create`.
        """
        return self._runner.run_operation(
            delivery_lines.replace_for_delivery(self._linked_data, delivery_id, quotation_lines)
        )


class AsyncQuotationLines(generated.AsyncQuotationLines):
    """Quotation lines, async; otherwise like `QuotationLines`."""

    __slots__ = ("_linked_data",)

    def __init__(self, runner: AsyncRunner, linked_data: LinkedDataMemory) -> None:
        super().__init__(runner)
        self._linked_data = linked_data

    async def create(
        self,
        quotation_line: Line,
        *,
        linked_data_id: int | None = None,
        item: Item | None = None,
    ) -> int:
        """Create a quotation line, and return its id; see `QuotationLines.create`."""
        new = operations.new_line(quotation_line, linked_data_id=linked_data_id, item=item)
        return await self._runner.run_operation(operations.create(self._linked_data, new))

    async def update(  # type: ignore[override] # the id is the line's own
        self, quotation_line: Line | int, **properties: Unpack[QuotationLineUpdateProperties]
    ) -> None:
        """Write the properties that are set in a quotation line; see `QuotationLines.update`."""
        await self._runner.run_operation(operations.update_line(self._linked_data, quotation_line, properties))

    async def delete(self, id: int) -> None:  # noqa: A002 - the generated name
        """Delete a quotation line; see `QuotationLines.delete`."""
        await self._runner.run_operation(operations.delete(id))

    async def upsert(self, quotation_lines: Sequence[Line], *, batch: int = BATCH) -> builtins.list[WriteResult]:
        """Create (id 0) and change several lines, and return a result for each; see `QuotationLines.upsert`."""
        return await self._runner.run_operation(operations.upsert(self._linked_data, quotation_lines, batch=batch))

    async def create_many(self, records: Iterable[Line], *, batch: int = BATCH) -> builtins.list[WriteResult]:
        """Create many quotation lines in batches; see `QuotationLines.create_many`."""
        return await self._runner.run_operation(many.create_many(self._linked_data, records, batch=batch))

    async def update_many(self, records: Iterable[Line], *, batch: int = BATCH) -> builtins.list[WriteResult]:
        """Write the properties that are set in many quotation lines; see `QuotationLines.update_many`."""
        return await self._runner.run_operation(many.update_many(self._linked_data, records, batch=batch))

    def for_opportunity(self, opportunity_id: int) -> AsyncPages[QuotationLineDto]:
        """Return the lines of an opportunity. Calls `GET /Opportunities/{id}/QuotationLines`."""
        return AsyncOpportunities(self._runner).quotation_lines(opportunity_id)

    def for_delivery(self, delivery_id: int) -> AsyncPages[QuotationLineDto]:
        """Return the lines of a delivery. Calls `GET /Deliveries/{id}/QuotationLines`."""
        return AsyncDeliveries(self._runner).quotation_lines(delivery_id)

    async def create_for_delivery(
        self,
        delivery_id: int,
        quotation_line: Line,
        *,
        organisation_id: int | None = None,
        linked_data_id: int | None = None,
        item: Item | None = None,
    ) -> int:
        """Create a line of a delivery, and return its id; see `QuotationLines.create_for_delivery`."""
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
        """Make a delivery's lines equal to `quotation_lines`; see `QuotationLines.replace_for_delivery`."""
        return await self._runner.run_operation(
            delivery_lines.replace_for_delivery(self._linked_data, delivery_id, quotation_lines)
        )
