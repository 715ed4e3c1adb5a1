# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The bases of all resources and clients: what they show, and what they report for a name that does not exist."""

from __future__ import annotations

from functools import cached_property
from types import FunctionType
from typing import TYPE_CHECKING, Any

from .calls import with_known_arguments

_FIRST = ("list", "get", "create", "update", "delete", "find", "changed_since", "upsert", "upsert_by", "upsert_csv")
"""Methods that a resource shows first."""

_SHOWN = 7

_PLUMBING = frozenset({"changed_since", "find", "list_pages", "run_operation", "update", "upsert_by", "upsert_csv"})
"""Methods of a client that only resources call."""


class Resource:
    """The base of every resource of the API."""

    __slots__ = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name, value in list(vars(cls).items()):
            if isinstance(value, FunctionType) and not name.startswith("_"):
                setattr(cls, name, with_known_arguments(value))

    def __repr__(self) -> str:
        """Show the address of the service and the methods: `<Persons of https://…: list, get, create, …>`."""
        names = dir(self)
        names = [*(each for each in _FIRST if each in names), *(each for each in names if each not in _FIRST)]
        shown = ", ".join([*names[:_SHOWN], *(["…"] if len(names) > _SHOWN else [])])
        of = f" of {address}" if (address := getattr(getattr(self, "_runner", None), "base_url", "")) else ""
        return f"<{type(self).__name__}{of}: {shown}>"

    def __dir__(self) -> list[str]:
        return public_names(type(self))

    if not TYPE_CHECKING:  # else a type checker would accept any name

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_"):
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
            from .suggestions import missing_from_resource  # noqa: PLC0415 - for errors only

            kind = type(self)
            many = kind.__module__.rpartition(".")[2].replace("_", " ")
            message = missing_from_resource(kind.__name__, many, name, public_names(kind))
            raise AttributeError(message, name=name)  # without obj: Python would add a suggestion of its own


class Root:
    """The base of the clients, whose attributes are the resources."""

    def __dir__(self) -> list[str]:
        return [name for name in public_names(type(self)) if name not in _PLUMBING]

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            kind = type(self)
            if name.startswith("_") or hasattr(kind, name):  # the latter where a property itself raises
                raise AttributeError(f"{kind.__name__!r} object has no attribute {name!r}", name=name, obj=self)
            from .suggestions import missing_from_client  # noqa: PLC0415 - for errors only

            names = dir(self)
            resources = [each for each in names if isinstance(getattr(kind, each, None), cached_property)]
            methods = [each for each in names if each not in resources]
            raise AttributeError(missing_from_client(kind.__name__, name, resources, methods), name=name)


def public_names(kind: type) -> list[str]:
    """Return the public names of a class, sorted."""
    return sorted({name for each in kind.__mro__ for name in vars(each) if not name.startswith("_")})


__all__ = ["Resource", "Root", "public_names"]
