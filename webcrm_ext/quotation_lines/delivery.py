"""Create a line of a delivery, or replace all lines of a delivery.

Replacing keeps equal lines, creates the missing ones, and then deletes the surplus. Changing old lines in place
would need fewer writes, but after an interruption neither all old lines nor all new ones would exist.
"""

from __future__ import annotations

from collections.abc import Sequence

from webcrm_api.api.deliveries import deliveries_get, deliveries_quotation_lines
from webcrm_api.models.delivery_dto import DeliveryDto
from webcrm_api.models.quotation_line_dto import QuotationLineDto
from webcrm_api.models.quotation_line_linked_data_item_dto import QuotationLineLinkedDataItemDto
from webcrm_api.models.quotation_line_update_dto import QuotationLineUpdateDto

from webcrm_ext.errors import FieldValueError, NotFoundError, OutcomeUnknownError, WebCRMError
from webcrm_ext.operations import Operation, call
from webcrm_ext.paging.pages import all_records
from webcrm_ext.quotation_lines.cleanup import delete_each
from webcrm_ext.quotation_lines.items import LinkedDataItems
from webcrm_ext.quotation_lines.line_values import ID, ITEM_ID, Line, Values, existing_id, values_of, values_of_each
from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory
from webcrm_ext.quotation_lines.matching import is_equal, match_lines
from webcrm_ext.quotation_lines.operations import create, delete

OWNER = "QuotationLineOpportunityId"
"""Contains the id of the opportunity or of the delivery; these share their ids."""

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
    """Create a line of a delivery, and return its id. The delivery is read first, so that the line has an owner."""
    delivery_id = existing_id(delivery_id, "delivery_id")
    values = values_of(line)
    delivery = yield from call(deliveries_get.call(delivery_id))
    organisation_id = organisation_id or values.get(ORGANISATION) or _organisation_of(delivery)
    owned = QuotationLineUpdateDto.from_dict({**values, OWNER: delivery_id, ORGANISATION: organisation_id})
    return (yield from create(memory, owned, linked_data_id=linked_data_id, item=item))


def replace_for_delivery(memory: LinkedDataMemory, delivery_id: int, lines: Sequence[Line]) -> Operation[list[int]]:
    """Make a delivery's lines equal to the wanted ones, and return their ids in the order of `lines`.

    Creates before it deletes, so that there are never fewer lines than before. If a create fails, deletes the
    lines and items created so far.
    """
    delivery_id = existing_id(delivery_id, "delivery_id")
    wanted = values_of_each(lines)
    delivery = yield from call(deliveries_get.call(delivery_id))
    # Not the organisation of an old line: a caller may have set it, and it may differ from the delivery's.
    wanted = [
        {**values, OWNER: delivery_id, ORGANISATION: values.get(ORGANISATION) or _organisation_of(delivery)}
        for values in wanted
    ]
    old = yield from _lines_of(delivery_id)
    items = LinkedDataItems(delete_on_failure=False)
    expected = yield from _as_stored(wanted, items)
    pairs = match_lines(expected, [line.to_dict() for line in old])
    ids = {index: old[n].quotation_line_id for index, n in pairs.items()}
    surplus = [line.quotation_line_id for line in old if line.quotation_line_id not in ids.values()]
    created: list[int] = []
    for index, values in enumerate(wanted):
        if index in ids:
            continue
        try:
            new = QuotationLineUpdateDto.from_dict({**values, ID: 0})
            ids[index] = yield from create(memory, new, items=items)
        except WebCRMError as error:
            old_ids = {line.quotation_line_id for line in old}
            line_may_exist = isinstance(error, OutcomeUnknownError) and not items.creation_unknown
            uncertain = expected[index] if line_may_exist else None
            remaining = yield from _roll_back(delivery_id, created, old_ids, uncertain, items)
            rest = f". These new records remain: {', '.join(remaining)}" if remaining else ", and no new record remains"
            error.add_to_message(f"All old lines of delivery {delivery_id} are in place{rest}.")
            raise
        created.append(ids[index])
    yield from _delete_surplus(delivery_id, surplus)
    return [ids[index] for index in range(len(wanted))]


def _organisation_of(delivery: DeliveryDto) -> int:
    """Return the id of a delivery's organisation.

    Raises:
        FieldValueError: The delivery has none.
    """
    if not delivery.delivery_organisation_id:
        raise FieldValueError(
            f"Delivery {delivery.delivery_id} has no organisation. Set quotation_line_organisation_id in each line."
        )
    return delivery.delivery_organisation_id


def _as_stored(lines: Sequence[Values], items: LinkedDataItems) -> Operation[list[Values]]:
    """Return what the service stores for each line: Data1..9 of the item that it names replace its own."""
    stored: list[Values] = []
    for values in lines:
        item_id = values.get(ITEM_ID)
        data = (yield from items.data_of_item(item_id)) if item_id else {}
        stored.append({**values, **data})
    return stored


def _lines_of(delivery_id: int) -> Operation[list[QuotationLineDto]]:
    return all_records(lambda page, size: deliveries_quotation_lines.call(delivery_id, page=page, size=size))


def _delete_surplus(delivery_id: int, surplus: Sequence[int]) -> Operation[None]:
    for position, id_ in enumerate(surplus):
        try:
            yield from delete(id_)
        except NotFoundError:
            continue  # already deleted
        except WebCRMError as error:
            error.add_to_message(
                f"All new lines of delivery {delivery_id} are in place. These old lines remain: "
                f"{', '.join(map(str, surplus[position:]))}. Call replace_for_delivery again to delete them."
            )
            raise


def _roll_back(
    delivery_id: int, created: list[int], old_ids: set[int], uncertain: Values | None, items: LinkedDataItems
) -> Operation[list[str]]:
    """Delete the created lines and items, and return descriptions of what may remain.

    Args:
        delivery_id: The delivery.
        created: The ids of the lines that were created.
        old_ids: The ids of the lines that existed before.
        uncertain: The line whose creation got no response, as the service would store it, or None.
        items: The linked-data items.
    """
    remaining: list[str] = []
    ids = list(created)
    if uncertain is not None:
        try:
            found = yield from _lines_of(delivery_id)
        except WebCRMError:
            remaining.append("a line whose creation got no response, if it exists")
        else:
            # Other clients may add lines meanwhile: delete only the newest line that equals the uncertain one.
            new = [line for line in found if line.quotation_line_id not in old_ids.union(created)]
            ids += [line.quotation_line_id for line in new if is_equal(uncertain, line.to_dict())][-1:]
    remaining += [f"line {id_}" for id_ in (yield from delete_each(ids, delete))]
    # A line that remains needs its item.
    item_ids = sorted(items.created) if remaining else (yield from items.delete(items.created))
    remaining += [f"linked-data item {item_id}" for item_id in item_ids]
    if items.creation_unknown:
        remaining.append("a linked-data item whose creation got no response, if it exists")
    return remaining
