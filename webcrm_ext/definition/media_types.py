"""The media types that the client supports."""

from __future__ import annotations

from webcrm_ext.definition.document import Document, PipelineError

JSON = "application/json"
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
OCTETS = "application/octet-stream"


def one_media_type(content: Document, location: str) -> tuple[str, str]:
    """Return the chosen media type of a body or response: as declared, and as the client sends or reads it.

    Raises:
        PipelineError: The client supports none of them.
    """
    for media_type in (JSON, URLENCODED, MULTIPART, OCTETS):
        if media_type in content:
            return media_type, media_type
    for declared, value in content.items():
        if declared.endswith("json"):
            return declared, JSON
        if value.get("schema", {}).get("format") == "binary":
            return declared, OCTETS
    raise PipelineError(f"{location}: the client supports none of these media types: {', '.join(content)}.")
