"""Queries."""

from .answers import Answer, json_answer
from .call import Call
from .tenant import Tenant


class Queries:
    """Runs queries."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def run(self, call: Call) -> Answer:
        """The rows of a query."""
        return json_answer([])
