"""A request as a curl command or as Python code, to send it again."""

import json
import shlex

from webcrm_ext.sandbox.exchanges import Exchange

LOGIN = (
    'TOKEN=$(curl -s "$WEBCRM_BASE_URL/Auth/ApiLogin" -F authCode="$WEBCRM_APPLICATION_TOKEN" '
    """| python3 -c 'import json, sys; print(json.load(sys.stdin)["AccessToken"])')"""
)
"""The command that sets the variable TOKEN, which the commands of `as_curl` use."""


def as_curl(exchange: Exchange) -> str:
    """Return the curl command that sends the request again. It reads address and token from variables."""
    query = f"?{exchange.query}" if exchange.query else ""
    parts = ["curl"]
    if exchange.method != "GET":
        parts.append(f"-X {exchange.method}")
    parts.append(f'"$WEBCRM_BASE_URL"{shlex.quote(exchange.path + query)}')
    if not exchange.path.lower().startswith("/auth"):
        parts.append('-H "Authorization: Bearer $TOKEN"')
    if exchange.request:
        body = "@body.json" if exchange.is_cut else shlex.quote(exchange.request)
        parts.append(f"-H 'Content-Type: application/json' --data {body}")
    return " ".join(parts)


def as_python(exchange: Exchange) -> str:
    """Return a Python program that sends the request again with the client."""
    query = f"?{exchange.query}" if exchange.query else ""
    arguments = [repr(exchange.method), repr(exchange.path + query)]
    if exchange.is_cut:
        arguments.append('json=json.loads(Path("body.json").read_text())')
    elif exchange.request:
        try:
            body = repr(json.loads(exchange.request))
        except ValueError:
            body = repr(exchange.request)
        arguments.append(f"json={body}")
    lines = ["from webcrm_ext import WebCRM", "", "with WebCRM() as crm:"]
    if exchange.operation:
        lines.append(f"    # crm.{exchange.operation} does the same.")
    return "\n".join([*lines, f"    print(crm.request({', '.join(arguments)}))"])
