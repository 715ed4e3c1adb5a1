"""The media types that the client speaks, and which of those offered it takes."""

from __future__ import annotations

from webcrm_ext.definition.document import Document, PipelineError

JSON = "application/json"
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
OCTETS = "application/octet-stream"


def one_media_type(content: Document, place: str) -> tuple[str, str]:
    """Choose from the content of a body or answer: the media type as it is offered, and what the client calls it.

    Raises:
        PipelineError: The client speaks none of them.
    """
    for wanted in (JSON, URLENCODED, MULTIPART, OCTETS):
        if wanted in content:
            return wanted, wanted
    for offered, value in content.items():
        if offered.endswith("json"):
            return offered, JSON
        if value.get("schema", {}).get("format") == "binary":
            return offered, OCTETS
    raise PipelineError(f"{place}: none of {', '.join(content)} is a media type that the client speaks.")
