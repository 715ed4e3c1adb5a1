"""Whether a client is open: known to the client, and to what sends for it."""

from __future__ import annotations

from webcrm_ext.errors import ConfigurationError


class Lifetime:
    """One client's life, shared by its copies.

    Attributes:
        closed: Whether it is over.
    """

    def __init__(self) -> None:
        self.closed = False

    def check(self) -> None:
        """Refuse to go on with a client that is closed.

        Raises:
            ConfigurationError: It is.
        """
        if self.closed:
            raise ConfigurationError("This client is closed. Make a new one, or keep it open with `with`.")
