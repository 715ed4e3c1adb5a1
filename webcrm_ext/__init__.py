"""The Python client for the webCRM REST API.

    from webcrm_ext import WebCRM

    with WebCRM(application_token="…") as crm:
        for person in crm.persons.list():
            print(person.person_name)

Names are imported when they are first used, so importing the package is cheap.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # type checkers read it as true; importing it from typing would take most of the import time
if TYPE_CHECKING:
    from typing import Any

    from webcrm_api.calls import Call
    from webcrm_api.pages import AsyncPages, Pages
    from webcrm_api.results import (
        DeleteResult,
        EditedRecord,
        MissingRecord,
        SyncReport,
        UpsertReport,
        UpsertResult,
        WriteResult,
    )
    from webcrm_api.types import UNSET, Response, Unset

    from webcrm_ext.async_client import AsyncWebCRM
    from webcrm_ext.auth.file_store import FileTokenStore
    from webcrm_ext.auth.redis_store import RedisTokenStore
    from webcrm_ext.auth.stores import MemoryTokenStore, TokenStore
    from webcrm_ext.auth.token import Token
    from webcrm_ext.client import WebCRM
    from webcrm_ext.config import Config, Retries
    from webcrm_ext.custom_fields.fields import Fields
    from webcrm_ext.custom_fields.view import AsyncCustomView, CustomView
    from webcrm_ext.documents.download_all import DownloadResult
    from webcrm_ext.errors import (
        APIConnectionError,
        APIError,
        APITimeoutError,
        AuthenticationError,
        BadRequestError,
        ConfigurationError,
        ConflictError,
        FieldValueError,
        InvalidCheckboxError,
        InvalidChoiceError,
        InvalidNumberError,
        InvalidRowsError,
        InvalidValuesError,
        LinkedDataRequiredError,
        MultipleRecordsError,
        NoRecordError,
        NotFoundError,
        OutcomeUnknownError,
        PermissionDeniedError,
        QueryError,
        RateLimitError,
        ServerError,
        UnexpectedResponseError,
        UpsertError,
        ValueTooLongError,
        WebCRMError,
    )
    from webcrm_ext.transport.check import CheckResult
    from webcrm_ext.transport.local_rate_limiter import LocalRateLimiter
    from webcrm_ext.transport.rate_limiter import RateLimiter, Reservation
    from webcrm_ext.transport.redis_rate_limit import RedisRateLimiter
    from webcrm_ext.transport.telemetry import instrument, uninstrument
    from webcrm_ext.transport.url_filter import URLRedactionFilter
    from webcrm_ext.webhooks import HookEvent

__version__ = "0.1.0"

_HOMES = {
    "AsyncWebCRM": "webcrm_ext.async_client",
    "WebCRM": "webcrm_ext.client",
    "Config": "webcrm_ext.config",
    "Retries": "webcrm_ext.config",
    "AsyncCustomView": "webcrm_ext.custom_fields.view",
    "CustomView": "webcrm_ext.custom_fields.view",
    "Fields": "webcrm_ext.custom_fields.fields",
    "HookEvent": "webcrm_ext.webhooks",
    "DeleteResult": "webcrm_api.results",
    "DownloadResult": "webcrm_ext.documents.download_all",
    "WriteResult": "webcrm_api.results",
    "EditedRecord": "webcrm_api.results",
    "MissingRecord": "webcrm_api.results",
    "SyncReport": "webcrm_api.results",
    "UpsertReport": "webcrm_api.results",
    "UpsertResult": "webcrm_api.results",
    "FileTokenStore": "webcrm_ext.auth.file_store",
    "MemoryTokenStore": "webcrm_ext.auth.stores",
    "RedisTokenStore": "webcrm_ext.auth.redis_store",
    "Token": "webcrm_ext.auth.token",
    "TokenStore": "webcrm_ext.auth.stores",
    "LocalRateLimiter": "webcrm_ext.transport.local_rate_limiter",
    "RateLimiter": "webcrm_ext.transport.rate_limiter",
    "RedisRateLimiter": "webcrm_ext.transport.redis_rate_limit",
    "Reservation": "webcrm_ext.transport.rate_limiter",
    "instrument": "webcrm_ext.transport.telemetry",
    "uninstrument": "webcrm_ext.transport.telemetry",
    "URLRedactionFilter": "webcrm_ext.transport.url_filter",
    "CheckResult": "webcrm_ext.transport.check",
    "AsyncPages": "webcrm_api.pages",
    "Pages": "webcrm_api.pages",
    "Call": "webcrm_api.calls",
    "UNSET": "webcrm_api.types",
    "Response": "webcrm_api.types",
    "Unset": "webcrm_api.types",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        from webcrm_ext.errors import did_you_mean  # noqa: PLC0415 - for errors only

        raise AttributeError(f"module {__name__!r} has no attribute {name!r}.{did_you_mean(name, __all__)}")
    value = getattr(import_module(_HOMES.get(name, "webcrm_ext.errors")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = [
    "UNSET",
    "APIConnectionError",
    "APIError",
    "APITimeoutError",
    "AsyncCustomView",
    "AsyncPages",
    "AsyncWebCRM",
    "AuthenticationError",
    "BadRequestError",
    "Call",
    "CheckResult",
    "Config",
    "ConfigurationError",
    "ConflictError",
    "CustomView",
    "DeleteResult",
    "DownloadResult",
    "EditedRecord",
    "FieldValueError",
    "Fields",
    "FileTokenStore",
    "HookEvent",
    "InvalidCheckboxError",
    "InvalidChoiceError",
    "InvalidNumberError",
    "InvalidRowsError",
    "InvalidValuesError",
    "LinkedDataRequiredError",
    "LocalRateLimiter",
    "MemoryTokenStore",
    "MissingRecord",
    "MultipleRecordsError",
    "NoRecordError",
    "NotFoundError",
    "OutcomeUnknownError",
    "Pages",
    "PermissionDeniedError",
    "QueryError",
    "RateLimitError",
    "RateLimiter",
    "RedisRateLimiter",
    "RedisTokenStore",
    "Reservation",
    "Response",
    "Retries",
    "ServerError",
    "SyncReport",
    "Token",
    "TokenStore",
    "URLRedactionFilter",
    "UnexpectedResponseError",
    "Unset",
    "UpsertError",
    "UpsertReport",
    "UpsertResult",
    "ValueTooLongError",
    "WebCRM",
    "WebCRMError",
    "WriteResult",
    "__version__",
    "instrument",
    "uninstrument",
]
