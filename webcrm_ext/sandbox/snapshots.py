"""Snapshots: the whole state of a sandbox at one moment."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .tenant import Tenant


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The state of a sandbox: records, options, labels, faults, tokens and clock, without the log of requests."""

    at: str
    """The sandbox's time when it was taken."""
    records: int
    """The number of its records of all entities."""
    image: bytes = field(repr=False)
    state: dict[str, Any] = field(repr=False)
    """The state of each part of a tenant, by the name of the part."""


def take(tenant: Tenant) -> Snapshot:
    """Return a snapshot of a tenant. No request runs meanwhile."""
    tenant.late_commits.run_due()
    with tenant.store.lock:
        return Snapshot(
            at=tenant.now(),
            records=sum(tenant.store.count(path) for path in tenant.entities),
            image=tenant.store.image(),
            state={
                "options": copy.copy(tenant.options),
                **{name: getattr(tenant, name).state() for name in _PARTS},
            },
        )


def restore(tenant: Tenant, snapshot: object) -> None:
    """Replace the state of a tenant by that of a snapshot.

    Raises:
        ValueError: `snapshot` is not a `Snapshot`.
    """
    if not isinstance(snapshot, Snapshot):
        msg = "restore takes what snapshot() returned"
        raise ValueError(msg)  # noqa: TRY004 - as for the other arguments
    with tenant.store.lock:
        tenant.store.replace(snapshot.image)
        tenant.options = copy.copy(snapshot.state["options"])
        for name in _PARTS:
            getattr(tenant, name).set_state(snapshot.state[name])


_PARTS = ("clock", "tokens", "faults", "rate_limit", "late_commits", "custom_fields")
