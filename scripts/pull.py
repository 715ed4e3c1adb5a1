"""Get the definition to regenerate from: what replaces the committed one must look like a whole definition."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from webcrm_ext.definition import pull as definition
from webcrm_ext.definition.document import Document, PipelineError, number_of_operations

_GO_ON = (
    "Nothing was changed. To go on without it: `make regenerate OFFLINE=1` works from swagger/webcrm.json, "
    "and `SOURCE=` takes a file or another address."
)


def pull(
    source: str,
    *,
    committed: Document | None = None,
    force: bool = False,
    wait: Callable[[Thread, float], None] = Thread.join,
) -> definition.Pulled:
    """Get and check a definition that is to replace the committed one.

    Args:
        source: A URL (https, or http on loopback) or the path of a file.
        committed: The definition that is in the repository; a new one with fewer than half of its
            operations is refused.
        force: Take it all the same.
        wait: Waits for a thread to end, for so many seconds at the most.

    Raises:
        PipelineError: It could not be had, is not a definition, or lost most of its operations; the
            message says how to go on.
    """
    try:
        pulled = definition.pull(source, wait=wait)
    except PipelineError as error:
        raise PipelineError(f"{error} {_GO_ON}") from error
    count = number_of_operations(pulled.document)
    before = number_of_operations(committed) if committed else 0
    if count * 2 < before and not force:
        raise PipelineError(
            f"{pulled.source} has {count} operations, fewer than half of the {before} that are committed: "
            f"likely it is not the whole definition. FORCE=1 takes it all the same. {_GO_ON}"
        )
    return pulled
