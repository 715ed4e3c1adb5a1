"""The systems of a fleet, as defined in systems.toml."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

from attrs import frozen
from webcrm_api.suggestions import did_you_mean

from webcrm_ext.errors import ConfigurationError, short_repr
from webcrm_ext.fleet.settings import FleetSettings
from webcrm_ext.fleet.tokens import TokenSource


@frozen(kw_only=True)
class Destination:
    """Where the tables of a system are loaded.

    Attributes:
        name: The destination's name in dlt, such as `duckdb` or `postgres`.
        place: The file of DuckDB or the URL of a database; None leaves it to dlt's own configuration.
        place_env: The environment variable with the place, for places that contain a password.
        dataset: The name of the dataset, a schema in most databases; by default `webcrm_` and the name of the system.
    """

    name: str
    place: str | None = None
    place_env: str | None = None
    dataset: str


@frozen(kw_only=True)
class System:
    """A webCRM system that is loaded on a schedule.

    Attributes:
        name: Its name in the fleet.
        token: Where its application token is.
        base_url: The address of its API; None for the client's default.
        requests_per_minute: Its rate limit; None for the client's default, 0 for no limit.
        tables: The tables to load; None for all.
        labels: Whether custom fields are named by their labels.
        deleted: Whether deleted records are marked.
        destination: Where they are loaded.
        schedule: A crontab, or an interval such as `every 15 minutes`.
    """

    name: str
    token: TokenSource
    base_url: str | None = None
    requests_per_minute: int | None = None
    tables: tuple[str, ...] | None = None
    labels: bool = False
    deleted: bool = False
    destination: Destination
    schedule: str


@frozen
class Fleet:
    """All systems, and the settings that they share.

    Attributes:
        path: The file that they were read from.
        systems: The systems by name.
        settings: The settings.
    """

    path: Path
    systems: dict[str, System]
    settings: FleetSettings

    def choose(self, names: Iterable[str]) -> list[System]:
        """Return the systems with these names, each once; all for none.

        Raises:
            ConfigurationError: A name is unknown.
        """
        chosen = list(dict.fromkeys(names)) or list(self.systems)
        for name in chosen:
            if name not in self.systems:
                hint = did_you_mean(name, self.systems)
                raise ConfigurationError(f"{self.path} has no system {short_repr(name)}.{hint} Pass the name of one.")
        return [self.systems[name] for name in chosen]


@frozen
class Run:
    """One scheduled run of a system, however often it is attempted or delivered.

    Attributes:
        system: The name of the system.
        scheduled_at: When it was due, an aware moment.
    """

    system: str
    scheduled_at: datetime.datetime

    @property
    def id(self) -> str:
        """The identifier of the run, the same for each delivery."""
        return f"{self.system}@{self.scheduled_at.astimezone(datetime.UTC).isoformat()}"
