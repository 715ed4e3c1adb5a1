"""The lines of a delivery: made with what a delivery's line needs, or replaced as a whole.

Replacing creates before it deletes. Changing old lines in place would take fewer writes, one for each pair
of an old line and a new one; but once one is changed, there are neither all old lines nor all new ones any
more, and no way back after an interruption. So equal lines stay, and the rest is created, then deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from webcrm_api.api.deliveries import deliveries_get, deliveries_quotation_lines
from webcrm_api.models.quotation_line_dto import QuotationLineDto
from webcrm_api.models.quotation_line_linked_data_item_dto import QuotationLineLinkedDataItemDto
from webcrm_api.models.quotation_line_update_dto import QuotationLineUpdateDto

from webcrm_ext.errors import FieldValueError, NotFoundError, OutcomeUnknownError, WebCRMError
from webcrm_ext.operations import Operation, call
from webcrm_ext.paging.pages import all_records
from webcrm_ext.quotation_lines.cleanup import remove_each
from webcrm_ext.quotation_lines.items import ItemFinder
from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory
from webcrm_ext.quotation_lines.matching import equals, matched
from webcrm_ext.quotation_lines.operations import ID, LINES, LINK, Line, create, delete
from webcrm_ext.upsert.validation import validate_records

OWNER = "QuotationLineOpportunityId"
"""Deliveries and opportunities share their ids, and a line names either in the same property."""

ORGANISATION = "QuotationLineOrganisationId"


def create_for_delivery(
    memory: LinkedDataMemory,
    delivery_id: int,
    line: Line,
    *,
    organisation_id: int | None = None,
    linked_data_id: int | None = None,
    item: QuotationLineLinkedDataItemDto | None = None,
) -> Operation[int]:
    """Create a line of a delivery; the organisation is read from the delivery where it is not given."""
    values = line.to_dict()
    organisation_id = organisation_id or values.get(ORGANISATION) or (yield from _organisation_of(delivery_id))
    owned = QuotationLineUpdateDto.from_dict({**values, OWNER: delivery_id, ORGANISATION: organisation_id})
    return (yield from create(memory, owned, linked_data_id=linked_data_id, item=item))


def replace_for_delivery(memory: LinkedDataMemory, delivery_id: int, lines: Sequence[Line]) -> Operation[list[int]]:
    """Make a delivery's lines equal to the given ones, and give their ids in that order.

    Lines that are equal stay. New ones are created before old ones are deleted, so that at no moment
    there are fewer than there were; where creating fails, what was created is deleted again.
    """
    given = validate_records(lines, *LINES)
    old = yield from _lines_of(delivery_id)
    # Not that of an old line: it may be one that the line was given, and not the delivery's.
    organisation_id: int | None = None
    finder = ItemFinder(undoes=False)
    wanted: list[dict[str, Any]] = []
    held: list[dict[str, Any]] = []
    for line in given:
        own = line.to_dict().get(ORGANISATION)
        if not own and organisation_id is None:
            organisation_id = yield from _organisation_of(delivery_id)
        wanted.append({**line.to_dict(), OWNER: delivery_id, ORGANISATION: own or organisation_id})
        held.append((yield from _as_held(wanted[-1], finder)))
    kept = matched(held, [line.to_dict() for line in old])
    ids = {index: old[n].quotation_line_id for index, n in kept.items()}
    surplus = [line.quotation_line_id for line in old if line.quotation_line_id not in ids.values()]
    created: list[int] = []
    for index, values in enumerate(wanted):
        if index in ids:
            continue
        try:
            new = QuotationLineUpdateDto.from_dict({**values, ID: 0})
            ids[index] = yield from create(memory, new, finder=finder)
        except WebCRMError as error:
            before = {line.quotation_line_id for line in old}
            lost_line = isinstance(error, OutcomeUnknownError) and not finder.unanswered
            uncertain = held[index] if lost_line else None
            left = yield from _roll_back(delivery_id, created, before, uncertain, finder)
            rest = f"; this is left over: {', '.join(left)}" if left else ", and nothing else"
            error.add_to_message(f"All old lines of delivery {delivery_id} are in place{rest}.")
            raise
        created.append(ids[index])
    for position, id_ in enumerate(surplus):
        try:
            yield from delete(id_)
        except NotFoundError:
            continue  # gone, whoever did it
        except WebCRMError as error:
            error.add_to_message(
                f"All new lines of delivery {delivery_id} are in place; these old ones are left over: "
                f"{', '.join(map(str, surplus[position:]))}. Replacing them once more deletes them."
            )
            raise
    return [ids[index] for index in range(len(wanted))]


def _organisation_of(delivery_id: int) -> Operation[int]:
    """Give the organisation of a delivery.

    Raises:
        FieldValueError: It names none.
    """
    delivery = yield from call(deliveries_get.call(delivery_id))
    if not delivery.delivery_organisation_id:
        raise FieldValueError(
            f"Delivery {delivery_id} names no organisation: give each line its own, as quotation_line_organisation_id."
        )
    return delivery.delivery_organisation_id


def _as_held(values: dict[str, Any], finder: ItemFinder) -> Operation[dict[str, Any]]:
    """Give what a line holds once it is written: an item that it names overrides its own Data."""
    item_id = values.get(LINK)
    return {**values, **(yield from finder.data_for_line(item_id))} if item_id else values


def _lines_of(delivery_id: int) -> Operation[list[QuotationLineDto]]:
    return all_records(lambda page, size: deliveries_quotation_lines.call(delivery_id, page=page, size=size))


def _roll_back(
    delivery_id: int, created: list[int], before: set[int], uncertain: dict[str, Any] | None, finder: ItemFinder
) -> Operation[list[str]]:
    """Delete what was created, also the line whose create got no answer, and say what is left."""
    left: list[str] = []
    ids = list(created)
    if uncertain is not None:
        try:
            now = yield from _lines_of(delivery_id)
        except WebCRMError:
            left.append("a line whose creation got no answer, if it is there")
        else:
            # Somebody else's new lines stay: only the newest that equals the uncertain one can be it.
            unknown = [line for line in now if line.quotation_line_id not in before.union(created)]
            ids += [line.quotation_line_id for line in unknown if equals(uncertain, line.to_dict())][-1:]
    left += [f"line {id_}" for id_ in (yield from remove_each(ids, delete))]
    # A line that is left needs its item.
    items = sorted(finder.made) if left else (yield from finder.remove(finder.made))
    left += [f"linked-data item {item_id}" for item_id in items]
    if finder.unanswered:
        left.append("a linked-data item whose creation got no answer, if it is there")
    return left
