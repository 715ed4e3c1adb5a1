# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The resource `settings`: settings, blocking and async."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from ..calls import Listing
from ..resource import Resource

if TYPE_CHECKING:
    from ..models.features_dto import FeaturesDto
    from ..pages import AsyncPages, Pages
    from ..runner import AsyncRunner, Runner


class Settings(Resource):
    """Settings."""

    __slots__ = ("_runner",)

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def features(self, *, limit: int | None = None) -> Pages[FeaturesDto]:
        """Return the features of the system, and whether they are enabled.

        Args:
            limit: Stop after this many records; None for all.

        Returns:
            The records, `FeaturesDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Settings/Features`.
        """
        from ..api.settings import settings_features as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda _page, _size: operation.call(),
                items=builtins.list,
                paged=False,
                model="FeaturesDto",
            ),
            size=1000,
            limit=limit,
            concurrency=1,
            progress=None,
        )


class AsyncSettings(Resource):
    """Settings, async."""

    __slots__ = ("_runner",)

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    def features(self, *, limit: int | None = None) -> AsyncPages[FeaturesDto]:
        """Return the features of the system, and whether they are enabled.

        Args:
            limit: Stop after this many records; None for all.

        Returns:
            The records, `FeaturesDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Settings/Features`.
        """
        from ..api.settings import settings_features as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda _page, _size: operation.call(),
                items=builtins.list,
                paged=False,
                model="FeaturesDto",
            ),
            size=1000,
            limit=limit,
            concurrency=1,
            progress=None,
        )
