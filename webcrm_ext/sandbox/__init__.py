"""A stateful webCRM on your own machine: `with Sandbox() as sandbox: ...`, or `python -m webcrm_ext.sandbox`."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .clock import Clock
    from .faults import Fault
    from .ledger import Request
    from .server import Sandbox
    from .tokens import ApplicationToken

__all__ = ["ApplicationToken", "Clock", "Fault", "Request", "Sandbox"]

_MODULES = {
    "ApplicationToken": "tokens",
    "Clock": "clock",
    "Fault": "faults",
    "Request": "ledger",
    "Sandbox": "server",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is used: what the extra installs is needed only then."""
    if name not in _MODULES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module  # noqa: PLC0415 - as lazily as the rest

    try:
        return getattr(import_module(f".{_MODULES[name]}", __name__), name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in {"starlette", "uvicorn", "sqlglot", "python_multipart", "h11"}:
            msg = f"the sandbox needs {error.name}; install it with: pip install 'webcrm-client[sandbox]'"
            raise ModuleNotFoundError(msg, name=error.name) from None
        raise
