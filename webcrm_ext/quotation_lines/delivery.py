"""Create a line of a delivery, or replace all lines of a delivery.

Replacing keeps equal lines, creates the missing ones in batches, and then deletes the surplus. Changing old lines in
place would need fewer writes, but after an interruption neither all old lines nor all new ones would exist.

After any failure another run completes it: the new lines that exist equal wanted ones and stay, a line that the service
created late or twice is surplus and is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from webcrm_api.api.deliveries import deliveries_get, deliveries_quotation_lines
from webcrm_api.models.delivery_dto import DeliveryDto
from webcrm_api.models.quotation_line_dto import QuotationLineDto
from webcrm_api.results import WriteResult

from webcrm_ext.errors import (
    APIConnectionError,
    APIError,
    AuthenticationError,
    BadRequestError,
    FieldValueError,
    NotFoundError,
    OutcomeUnknownError,
    RateLimitError,
    ServerError,
    UnexpectedResponseError,
    WebCRMError,
)
from webcrm_ext.operations import Operation, call
from webcrm_ext.paging.reader import all_records
from webcrm_ext.quotation_lines.items import Item, LinkedDataItems
from webcrm_ext.quotation_lines.line_values import ID, Line, existing_id, values_of_each
from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory
from webcrm_ext.quotation_lines.matching import match_lines
from webcrm_ext.quotation_lines.operations import NewLine, create, delete, new_line
from webcrm_ext.quotation_lines.patch import Pending, write_batch
from webcrm_ext.upsert.validation import sets_nothing

OWNER = "QuotationLineOpportunityId"
"""Contains the id of the opportunity or of the delivery; these share their ids."""

ORGANISATION = "QuotationLineOrganisationId"

BATCH = 100
"""New lines in one PATCH."""

_MAYBE_DELETED = (APIConnectionError, ServerError, UnexpectedResponseError)
_FAILS_FOR_ALL = (APIConnectionError, AuthenticationError)
"""After these errors every other call would fail too, each after all its retries."""


def create_for_delivery(
    memory: LinkedDataMemory,
    delivery_id: int,
    line: Line,
    *,
    organisation_id: int | None = None,
    linked_data_id: int | None = None,
    item: Item | None = None,
) -> Operation[int]:
    """Create a line of a delivery, and return its id. The delivery is read first, so that the line has an owner."""
    delivery_id = existing_id(delivery_id, "delivery_id")
    if organisation_id is not None:
        organisation_id = existing_id(organisation_id, "organisation_id")
    values, wanted = new_line(line, linked_data_id=linked_data_id, item=item)
    delivery = yield from call(deliveries_get.call(delivery_id))
    organisation_id = organisation_id or values.get(ORGANISATION) or _organisation_of(delivery)
    owned = {**values, OWNER: delivery_id, ORGANISATION: organisation_id}
    return (yield from create(memory, NewLine(owned, wanted)))


def replace_for_delivery(memory: LinkedDataMemory, delivery_id: int, lines: Sequence[Line]) -> Operation[list[int]]:
    """Make a delivery's lines equal to the wanted ones, and return their ids in the order of `lines`.

    Creates before it deletes, so that there are never fewer lines than before. If a line is not created, deletes the
    lines created so far; the error names what may remain.
    """
    delivery_id = existing_id(delivery_id, "delivery_id")
    wanted = values_of_each(lines)
    for number, values in enumerate(wanted, 1):
        if sets_nothing({name: value for name, value in values.items() if name != ID}):
            raise FieldValueError(
                f"Record {number} of {len(wanted)} sets no value, and would replace a line by an empty one. Leave it "
                "out; an empty list deletes all lines. Nothing was sent."
            )
    delivery = yield from call(deliveries_get.call(delivery_id))
    # Not the organisation of an old line: a caller may have set it, and it may differ from the delivery's.
    wanted = [
        {**values, OWNER: delivery_id, ORGANISATION: values.get(ORGANISATION) or _organisation_of(delivery)}
        for values in wanted
    ]
    old = yield from _lines_of(delivery_id)
    items = LinkedDataItems(memory)
    expected = yield from items.as_stored(wanted)
    pairs = match_lines(expected, [line.to_request() for line in old])
    ids = {index: old[n].quotation_line_id for index, n in pairs.items()}
    surplus = [line.quotation_line_id for line in old if line.quotation_line_id not in ids.values()]
    missing = [(index, {**values, ID: 0}) for index, values in enumerate(expected) if index not in ids]
    created: list[int] = []
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        results: dict[int, WriteResult] = {}
        try:
            yield from _create_batch(memory, items, batch, results)
        except WebCRMError as error:
            unknown = _unknown_lines(batch, results, error, items)
            created += [each.id for each in results.values() if each.outcome == "created" and each.id is not None]
            remaining = yield from _roll_back(created)
            error.add_to_message(_failed_create(delivery_id, created, remaining, items, unknown=unknown))
            raise
        new = {index: result.id for index, result in results.items() if result.id is not None}
        ids |= new
        created += new.values()
    yield from _delete_surplus(delivery_id, surplus)
    return [ids[index] for index in range(len(wanted))]


def _create_batch(
    memory: LinkedDataMemory, items: LinkedDataItems, batch: Sequence[Pending], results: dict[int, WriteResult]
) -> Operation[None]:
    """Create lines in one call, and add their results.

    Raises:
        WebCRMError: Not all of them were created.
    """
    if len(batch) == 1:
        ((index, values),) = batch
        results[index] = WriteResult((yield from create(memory, NewLine(values, None), items=items)), "created")
        return
    yield from write_batch(memory, items, list(batch), results, strict=True)
    for outcome in ("unknown", "failed"):
        reason = next((each.error or "" for each in results.values() if each.outcome == outcome), None)
        if reason is not None and outcome == "unknown":
            raise OutcomeUnknownError(reason)
        if reason is not None:
            path = "/QuotationLines"
            raise BadRequestError(status=200, message=reason, kind=None, method="PATCH", path=path, body=reason)


def _unknown_lines(
    batch: Sequence[Pending], results: Mapping[int, WriteResult], error: WebCRMError, items: LinkedDataItems
) -> int:
    """Return how many lines of a batch may exist although their ids are not known."""
    unknown = sum(1 for each in results.values() if each.outcome == "unknown")
    without_result = len(batch) - len(results)
    lost = isinstance(error, OutcomeUnknownError) and not items.creation_unknown
    # Whether a batch that is refused as a whole was written in part is not documented.
    refused = isinstance(error, APIError) and error.method == "PATCH" and len(batch) > 1
    if isinstance(error, RateLimitError) or not (lost or refused):
        return unknown
    return unknown + without_result


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


def _lines_of(delivery_id: int) -> Operation[list[QuotationLineDto]]:
    return all_records(lambda page, size: deliveries_quotation_lines.call(delivery_id, page=page, size=size))


def _roll_back(created: Sequence[int]) -> Operation[list[int]]:
    """Delete the lines that were created, and return the ids of those that may remain."""
    remaining: list[int] = []
    for position, id_ in enumerate(created):
        try:
            yield from delete(id_)
        except NotFoundError:
            continue  # already deleted
        except _FAILS_FOR_ALL:
            return [*remaining, *created[position:]]
        except WebCRMError:
            remaining.append(id_)
    return remaining


def _failed_create(
    delivery_id: int, created: Sequence[int], remaining: Sequence[int], items: LinkedDataItems, *, unknown: int
) -> str:
    """Return what exists after a failed create."""
    sentences = [f"All old lines of delivery {delivery_id} are in place."]
    if unknown == 1:
        sentences.append("The outcome of one new line is unknown: it may exist, or appear later.")
    elif unknown:
        sentences.append(f"The outcome of {unknown} new lines is unknown: they may exist, or appear later.")
    if remaining:
        sentences.append(f"These new lines may remain: {_listed(remaining)}.")
    elif created:
        sentences.append(f"The new lines created before ({_listed(created)}) were deleted.")
    elif not unknown:
        sentences.append("No new line exists.")
    if items.created:
        names = _listed(map(items.name, items.created))
        sentences.append(f"Linked-data items created for new lines are kept: {names}.")
    sentences.append("Call replace_for_delivery again to complete it.")
    return " ".join(sentences)


def _delete_surplus(delivery_id: int, surplus: Sequence[int]) -> Operation[None]:
    for position, id_ in enumerate(surplus):
        try:
            yield from delete(id_)
        except NotFoundError:
            continue  # already deleted
        except WebCRMError as error:
            remain = "may remain" if isinstance(error, _MAYBE_DELETED) else "remain"
            error.add_to_message(
                f"All new lines of delivery {delivery_id} are in place. These old lines {remain}: "
                f"{_listed(surplus[position:])}. Call replace_for_delivery again to delete them."
            )
            raise


def _listed(values: Iterable[object]) -> str:
    return ", ".join(map(str, values))
