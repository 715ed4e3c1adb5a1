"""Delete what an operation created before it failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from webcrm_ext.errors import NotFoundError, WebCRMError
from webcrm_ext.operations import Operation
from webcrm_ext.upsert.run import FAILS_FOR_ALL


def delete_each(ids: Sequence[int], delete: Callable[[int], Operation[None]]) -> Operation[list[int]]:
    """Delete records, and return the ids of those that may still exist.

    Stops when the service is unreachable or refuses the token: each further call would fail after all its retries.
    """
    remaining: list[int] = []
    for position, id_ in enumerate(ids):
        try:
            yield from delete(id_)
        except NotFoundError:
            continue  # already deleted
        except FAILS_FOR_ALL:
            return [*remaining, *ids[position:]]
        except WebCRMError:
            remaining.append(id_)
    return remaining
