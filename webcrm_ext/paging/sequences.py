"""What a list requests: pages by number, or a sequence of pages, such as pages by id.

A page sequence is written once for both clients, as a generator. It yields a call and is sent its response; it yields a
page of records when it has one.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from attrs import evolve, frozen
from webcrm_api.calls import Call, Listing
from webcrm_api.lookup import model

from webcrm_ext.paging.reader import PageReader, as_rows

if TYPE_CHECKING:
    from webcrm_api.model import Model

T = TypeVar("T")

PageSequence = Generator[Call[Any] | list[T], Any, None]
"""Yields calls and is sent their responses; yields the records of each page and is sent None."""

SequenceFor = Callable[[int, int | None], PageSequence[T]]
"""Returns the page sequence for a page size and a limit."""

_LONGEST_SHOWN = 300


@frozen(kw_only=True)
class Source(Generic[T]):
    """What a list requests.

    Attributes:
        listing: Reads pages by number; None if only `sequence` can read them.
        sequence: Reads pages one after another, if there is no listing.
        counted: The source that is read to count the records; None to read the listing's rows.
        into: The model of the records; None for that of the listing.
        description: What is requested, for `repr`; "" for the path of the listing.
    """

    listing: Listing[T] | None = None
    sequence: SequenceFor[T] | None = None
    counted: Source[Any] | None = None
    into: type[Model] | None = None
    description: str = ""

    @property
    def model(self) -> type[Model] | None:
        """The model of the records, or None for rows."""
        if self.into is None and self.listing is not None and self.listing.model:
            found: type[Model] = model(self.listing.model)
            return found
        return self.into

    def to_count(self) -> Source[Any]:
        """Return the source that is read to count the records; it decodes no models."""
        if self.counted is not None or self.listing is None:
            return self.counted or self
        return evolve(self, listing=as_rows(self.listing))

    def undecoded(self) -> Source[Any]:
        """Return the source of the same records as dictionaries, if it is the list of a resource; else this one.

        Rows of a query have further columns, which reading them into models leaves out.
        """
        listing = self.listing
        if listing is None or not (listing.paged and listing.model):
            return self
        return evolve(self, listing=as_rows(listing), into=self.model)

    def in_sequence(self, size: int, limit: int | None) -> PageSequence[T]:
        """Return the page sequence for a page size and a limit, also of a listing."""
        return (
            _in_turn([self.listing], size, limit)
            if self.listing
            else cast("SequenceFor[T]", self.sequence)(size, limit)
        )

    def describe(self) -> str:
        """Return what is requested; strings in a path are not shown, because they may be personal data."""
        if self.description or self.listing is None:
            shown = " ".join(self.description.split())
            return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"
        call = self.listing.call(1, 1)
        values = {name: value if isinstance(value, int) else "?" for name, value in call.path_values.items()}
        return f"{call.method} {call.path.format_map(values)}"


def one_after_another(listings: Sequence[Listing[T]], description: str, into: type[Model] | None) -> Source[T]:
    """Return the source that reads all pages of each listing in turn."""
    return Source(
        sequence=partial(_in_turn, listings),
        counted=Source(sequence=partial(_in_turn, [as_rows(listing) for listing in listings])),
        into=into,
        description=description,
    )


def _in_turn(listings: Sequence[Listing[T]], size: int, limit: int | None) -> PageSequence[T]:
    left = limit
    for listing in listings:
        reader = PageReader(listing, size if left is None else min(size, left), left)
        for call in reader.calls():
            records, more = reader.take((yield call))
            if records:
                yield records
            if left is not None:
                left -= len(records)
            if not more:
                break
        if left == 0:
            return
