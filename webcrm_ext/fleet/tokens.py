"""Where the application token of a system is: in the environment or in a file, never in systems.toml."""

from __future__ import annotations

import os
from pathlib import Path

from attrs import frozen
from webcrm_api.redaction import redacted

from webcrm_ext.errors import ConfigurationError


@frozen(kw_only=True)
class TokenSource:
    """Where a token is. One of the two is set.

    Attributes:
        env: The environment variable.
        file: The file.
    """

    env: str | None = None
    file: Path | None = None

    def read(self, system: str) -> str:
        """Return the token.

        Args:
            system: The name of the system, for errors.

        Raises:
            ConfigurationError: The variable is not set, the file cannot be read, or either is empty.
        """
        if self.env is not None:
            return read_variable(self.env, f"the application token of {system}")
        try:
            token = Path(self.file or "").read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not text"
            raise ConfigurationError(f"Cannot read the token file {self.file} of {system}: {reason}.") from None
        if not token:
            raise ConfigurationError(f"The token file {self.file} of {system} is empty. Write the token into it.")
        return redacted(token)


def read_variable(name: str, what: str) -> str:
    """Return the value of an environment variable, with a redacted repr.

    Raises:
        ConfigurationError: It is not set, or empty.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        raise ConfigurationError(f"{name} is not set. Set it to {what}.")
    return redacted(value)
