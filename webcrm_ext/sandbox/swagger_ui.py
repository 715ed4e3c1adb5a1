"""Swagger UI for the documentation page, from the files of the package swagger-ui-py (the extra `swagger-ui`)."""

from functools import cache
from html import escape
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from .responses import Response

_PACKAGE = "swagger_ui"
_SCRIPT = "text/javascript; charset=utf-8"
_FILES = {"swagger-ui.css": "text/css; charset=utf-8", "swagger-ui-bundle.js": _SCRIPT}
_OWN = "documentation.js"
_HEADERS = {
    # Swagger UI sets styles in elements, and has images in its style sheet.
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
    ),
}
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>webCRM REST API · sandbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{path}/swagger-ui.css">
</head>
<body>
<main>
<h1 style="font: 600 1.2rem sans-serif; margin: 1rem">webCRM REST API</h1>
<p style="font: 1rem sans-serif; margin: 1rem">Calls go to this sandbox, with an access token.
<a href="/_sandbox/">Look into the sandbox</a> · <a href="{path}/plain">Every operation on one page</a></p>
<div id="swagger-ui" data-definition="{definition}" data-token="{token}"></div>
</main>
<script src="{path}/swagger-ui-bundle.js"></script>
<script src="{path}/documentation.js"></script>
</body>
</html>
"""


@cache
def is_installed() -> bool:
    """Return whether the package is installed. It is never imported: only its files are served."""
    return _folder() is not None


def page(path: str, definition: str, application_token: str) -> Response:
    """Return the page.

    Args:
        path: The path of the page; its files are below it.
        definition: The path of the definition.
        application_token: The token with which the page logs in.
    """
    text = _PAGE.format(path=path, definition=definition, token=escape(application_token))
    return Response(200, text.encode(), "text/html; charset=utf-8", dict(_HEADERS))


def file(name: str) -> Response | None:
    """Return a file of the page, or None if there is no such file."""
    folder = _folder()
    if name == _OWN:
        content = (files("webcrm_ext.sandbox") / "ui" / "static" / name).read_bytes()
        return Response(200, content, _SCRIPT, {"Cache-Control": "no-cache"})
    if name not in _FILES or folder is None:
        return None
    return Response(200, (folder / name).read_bytes(), _FILES[name], {"Cache-Control": "max-age=3600"})


def _folder() -> Path | None:
    spec = find_spec(_PACKAGE)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent / "static"
