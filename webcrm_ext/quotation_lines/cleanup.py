"""Clearing up after an operation that failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from webcrm_ext.errors import NotFoundError, WebCRMError
from webcrm_ext.operations import Operation
from webcrm_ext.upsert.operation import FAILS_FOR_ALL


def remove_each(ids: Sequence[int], remove: Callable[[int], Operation[None]]) -> Operation[list[int]]:
    """Remove what has one of the ids, and give the ids of what is left.

    Where the service is gone the rest is not tried: each would take as long as its repetitions do, and fail.
    """
    left: list[int] = []
    for position, id_ in enumerate(ids):
        try:
            yield from remove(id_)
        except NotFoundError:
            continue  # gone, whoever did it
        except FAILS_FOR_ALL:
            return [*left, *ids[position:]]
        except WebCRMError:
            left.append(id_)
    return left
