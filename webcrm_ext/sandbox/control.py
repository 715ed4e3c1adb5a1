"""The control addresses under /_sandbox."""

from starlette.requests import Request

from .answers import Answer, json_answer
from .handlers import Handlers
from .tenant import Tenant


class Control:
    """Does for a test in any language what the class does for one in Python."""

    def __init__(self, tenant: Tenant, handlers: Handlers) -> None:
        self._tenant = tenant
        self._handlers = handlers

    async def answer(self, request: Request) -> Answer:
        """The answer of a control address."""
        return json_answer({"path": request.url.path, "operations": len(self._tenant.definition.operations)})
