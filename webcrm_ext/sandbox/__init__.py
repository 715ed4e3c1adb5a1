"""A stateful webCRM on your own machine: `with Sandbox() as sandbox: ...`, or `python -m webcrm_ext.sandbox`."""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .clock import Clock
    from .faults import Fault
    from .request_log import Request
    from .server import Sandbox
    from .tokens import ApplicationToken

__all__ = ["ApplicationToken", "Clock", "Fault", "Request", "Sandbox"]

_MODULES = {
    "ApplicationToken": "tokens",
    "Clock": "clock",
    "Fault": "faults",
    "Request": "request_log",
    "Sandbox": "server",
}

_EXTRA = ("starlette", "uvicorn", "h11", "jinja2", "sqlglot", "python_multipart")


def require_extra() -> None:
    """Check that the packages of the extra are installed; some of them are imported late.

    Raises:
        ModuleNotFoundError: One is missing. The message says how to install it.
    """
    for name in _EXTRA:
        if find_spec(name) is None:
            msg = f"The sandbox needs {name}. Install it with: pip install 'webcrm-client[sandbox]'"
            raise ModuleNotFoundError(msg, name=name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that the extra is needed only then."""
    if name not in _MODULES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    require_extra()
    return getattr(import_module(f".{_MODULES[name]}", __name__), name)
