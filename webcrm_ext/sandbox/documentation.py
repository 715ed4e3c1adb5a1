"""The documentation page: every operation of the definition, and how the sandbox decides what is not documented."""

from .definition import Definition
from .options import Options


def page(definition: Definition, options: Options) -> str:
    """The page."""
    return f"<html><body>{len(definition.operations)} operations, {options}</body></html>"
