# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape
from ..types import UNSET, Unset

if TYPE_CHECKING:
    pass


@define(kw_only=True, repr=False)
class AuthApiLoginForm(Model):
    """The form of `POST /Auth/ApiLogin`."""

    auth_code: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "auth_code": "authCode",
        },
        converters={},
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (self.auth_code,) = values
