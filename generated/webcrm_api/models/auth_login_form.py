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
class AuthLoginForm(Model):
    """The form of `POST /Auth`."""

    dbn_code: None | str | Unset = UNSET
    password: None | str | Unset = UNSET
    user_name: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "dbn_code": "dbnCode",
            "password": "password",
            "user_name": "userName",
        },
        converters={},
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.dbn_code,
            self.password,
            self.user_name,
        ) = values
