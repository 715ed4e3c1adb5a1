"""Pull the definition to regenerate from. It replaces the committed one, so it must be complete."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Protocol

from webcrm_ext.definition import pull as definition
from webcrm_ext.definition.document import Document, PipelineError, number_of_operations
from webcrm_ext.definition.download import Wait
from webcrm_ext.transport.fetch import fetch

_ADVICE = (
    "Nothing was changed. `make regenerate OFFLINE=1` uses swagger/webcrm.json instead, "
    "and `SOURCE=` takes a file or another address."
)


class Pull(Protocol):
    """Return a definition that replaces the committed one."""

    def __call__(self, source: str, *, committed: Document | None, force: bool) -> definition.Pulled:
        """Pull from an address or a file."""
        ...


def pull(
    source: str, *, committed: Document | None = None, force: bool = False, wait: Wait = Future.result
) -> definition.Pulled:
    """Return a definition that replaces the committed one.

    Args:
        source: A URL (https, or http on loopback) or the path of a file.
        committed: The definition in the repository. The new one must have at least half of its operations.
        force: Accept fewer operations.
        wait: Wait for the download, for this many seconds at most, or raise TimeoutError.

    Raises:
        PipelineError: The source is not available, is not a definition, or lacks most of the operations;
            the message says how to continue.
    """
    try:
        pulled = definition.pull(source, fetch=fetch, wait=wait)
    except PipelineError as error:
        raise PipelineError(f"{error} {_ADVICE}") from error
    count = number_of_operations(pulled.document)
    before = number_of_operations(committed) if committed else 0
    if count * 2 < before and not force:
        raise PipelineError(
            f"{pulled.source} has {count} operations, fewer than half of the {before} committed ones. "
            f"It is probably incomplete. FORCE=1 accepts it. {_ADVICE}"
        )
    return pulled
