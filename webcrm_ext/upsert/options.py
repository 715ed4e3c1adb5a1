"""The options of an upsert, validated before anything is sent."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any, Literal

from attrs import field, frozen
from webcrm_api.results import UpsertProgress
from webcrm_api.tables import Table

from webcrm_ext.errors import ConfigurationError
from webcrm_ext.validation.validators import is_count, is_number, must_be, one_of

CHUNK = 20_000
"""Records of an iterator that are processed together."""

Verify = Literal["never", "sample", "full"]
OnMissing = Literal["keep", "report", "delete"]

MAX_BATCH = 1000
"""The most records in one PATCH."""


_PATH = must_be(
    "a path, or None", lambda value: value is None or (isinstance(value, str | os.PathLike) and bool(value))
)


@frozen
class UpsertOptions:
    """The options of an upsert.

    Attributes:
        dry_run: Whether to write nothing.
        batch: The most records in one PATCH; 1 writes them one by one.
        concurrency: The most PATCH calls with updates in flight at once.
        confirm_timeout: Seconds of pauses, in all, between the look-ups of records of unknown outcome.
        max_failures: The run stops after more failures than this number, or than this share of the records below 1.
        progress: Called as `progress(phase, done, total, requests, seconds_left)`.
        journal: The file that records which batches were sent.
        report: The CSV file or the folder for the results.
        chunk: Records of an iterator that are processed together; for tests.

    Raises:
        ConfigurationError: An option is invalid.
    """

    dry_run: bool = False
    batch: int = field(
        default=100,
        validator=must_be(
            f"a number of records, 1 to {MAX_BATCH}", lambda value: is_count(value) and value <= MAX_BATCH
        ),
    )
    confirm_timeout: float = field(
        default=60, validator=must_be("a number of seconds, 0 or more", lambda value: is_number(value) and value >= 0)
    )
    max_failures: float | None = field(
        default=None,
        validator=must_be(
            "a number, a share below 1, or None", lambda value: value is None or (is_number(value) and value >= 0)
        ),
    )
    progress: UpsertProgress | None = field(
        default=None, validator=must_be("a function, or None", lambda value: value is None or callable(value))
    )
    journal: os.PathLike[str] | str | None = field(default=None, validator=_PATH)
    report: os.PathLike[str] | str | None = field(default=None, validator=_PATH)
    concurrency: int = field(default=1, validator=must_be("a number of calls, 1 or more", is_count))
    chunk: int = CHUNK

    def allowed_failures(self, count: int) -> float:
        """Return how many of so many records may fail."""
        allowed = self.max_failures
        if allowed is None:
            return math.inf
        return allowed * count if isinstance(allowed, float) and allowed < 1 else allowed


@frozen
class SyncOptions:
    """The options of a sync.

    Attributes:
        state: The file with what earlier runs have sent.
        verify: How many of the records that were not changed at the source are read back.
        on_missing: What happens to records that no longer come.

    Raises:
        ConfigurationError: An option is invalid.
    """

    state: os.PathLike[str] | str = field(
        default="", validator=must_be("a path", lambda value: isinstance(value, str | os.PathLike) and bool(value))
    )
    verify: Verify = field(default="sample", validator=one_of(Verify))
    on_missing: OnMissing = field(default="keep", validator=one_of(OnMissing))

    def validate_for(self, table: Table[Any]) -> None:
        """Check that the API can do what `on_missing` says.

        Raises:
            ConfigurationError: It cannot delete these records.
        """
        if self.on_missing == "delete" and not table.can_delete:
            what = table.resource.replace("_", " ")
            raise ConfigurationError(f"The API cannot delete {what}. Pass on_missing='report', which lists them.")

    def journal(self, table: Table[Any], column: str) -> Path:
        """Return the journal of a sync that names none: a file beside the state."""
        state = Path(self.state)
        return state.with_name(f"{state.name}.{table.resource}.{column}.journal")
