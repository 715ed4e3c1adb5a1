"""The pages of the browser: their addresses and the actions of their forms."""

from collections.abc import Callable
from functools import cached_property
from importlib.resources import files
from secrets import token_urlsafe
from typing import Any
from urllib.parse import unquote_plus, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.datastructures import QueryParams
from starlette.requests import Request

from webcrm_ext.sandbox.access import check_control_access
from webcrm_ext.sandbox.decisions import DECISIONS
from webcrm_ext.sandbox.exchanges import Exchanges
from webcrm_ext.sandbox.handlers import Handlers
from webcrm_ext.sandbox.responses import HTTPError, Response, bad_request, not_found
from webcrm_ext.sandbox.tenant import Tenant

from .copies import LOGIN, as_curl, as_python
from .faults_page import FaultsPage
from .forms import TOKEN_FIELD, read_form
from .records_page import RecordsPage
from .settings_fields import text_of

ROOT = "/_sandbox"
PAGES = f"{ROOT}/ui"
_HTML = "text/html; charset=utf-8"
_STATIC = {"style.css": "text/css; charset=utf-8", "page.js": "text/javascript; charset=utf-8"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src data:; frame-ancestors 'none'; form-action 'self'",
    "Cache-Control": "no-store",
}


class Pages:
    """Serves the pages to a browser on this machine.

    Args:
        tenant: The system.
        handlers: The handlers of its operations.
        exchanges: The last requests.
        reset: Returns to the records as they were generated.
    """

    def __init__(self, tenant: Tenant, handlers: Handlers, exchanges: Exchanges, reset: Callable[[], None]) -> None:
        self._tenant = tenant
        self._records = RecordsPage(tenant, handlers)
        self._faults = FaultsPage(tenant, reset)
        self._exchanges = exchanges
        self._token = token_urlsafe(32)
        self._notice = ""

    @staticmethod
    def shows(request: Request) -> bool:
        """Return whether a request is for a page: those below /_sandbox/ui, and /_sandbox itself for a browser."""
        path = request.url.path.lower().rstrip("/")
        if path == ROOT:
            return request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("accept", "")
        return path == PAGES or path.startswith(f"{PAGES}/")

    async def response(self, request: Request) -> Response:
        """Return the response to a request of a browser on this machine."""
        try:
            check_control_access(request)
            self._tenant.late_commits.run_due()
            name = request.url.path.rstrip("/").removeprefix(PAGES).strip("/")
            if request.method not in {"GET", "HEAD"}:
                return await self._post(request, name)
            return self._get(request, "" if request.url.path.rstrip("/") == ROOT else name)
        except HTTPError as error:
            return self._render("error.html", status=error.status, title="Not possible", error=error.message)

    def _get(self, request: Request, name: str) -> Response:
        if name in _STATIC:
            content = (files("webcrm_ext.sandbox.ui") / "static" / name).read_bytes()
            return Response(200, content, _STATIC[name], {"Cache-Control": "no-cache"})
        show = self._shown.get(name)
        if show is None:
            raise not_found(f"The page {request.url.path[:100]}")
        return show(request.query_params)

    @cached_property
    def _shown(self) -> dict[str, Callable[[QueryParams], Response]]:
        """The function that renders each page, by the last part of its address."""
        return {
            "": self._show_records,
            "records": self._show_records,
            "record": lambda query: self._render(
                "record.html", **self._records.record(query.get("entity", ""), _number(query.get("id", "")))
            ),
            "requests": lambda _: self._render("requests.html", title="Requests", exchanges=self._exchanges.after()),
            "requests/rows": lambda query: self._render(
                "request_rows.html", exchanges=self._exchanges.after(_number(query.get("after", "0")))
            ),
            "request": lambda query: self._request(_number(query.get("number", ""))),
            "faults": lambda _: self._render("faults.html", title="Faults and clock", **self._faults.context()),
            "decisions": lambda _: self._render(
                "decisions.html", title="Decisions", decisions=DECISIONS, value=self._option
            ),
        }

    def _show_records(self, query: QueryParams) -> Response:
        text, entity = query.get("q", "").strip(), query.get("entity")
        if not entity:
            return self._render("records.html", title="Records", **self._records.overview(text))
        listing = self._records.listing(entity, text, _number(query.get("page", "1")))
        return self._render("entity.html", title=entity, **listing)

    def _request(self, number: int) -> Response:
        exchange = self._exchanges.find(number)
        if exchange is None:
            raise not_found(f"Only the last {len(self._exchanges.after())} requests are kept. Request {number}")
        copies: dict[str, Any] = {"curl": as_curl(exchange), "python": as_python(exchange), "login": LOGIN}
        return self._render("request.html", title=f"Request {number}", exchange=exchange, **copies)

    async def _post(self, request: Request, name: str) -> Response:
        form = await read_form(request, self._token)
        try:
            if name == "record":
                return self._save(form)
            if name == "record/delete":
                entity, id_ = form.get("entity", ""), _number(form.get("id", ""))
                self._records.delete(entity, id_)
                return self._redirect(f"records?{urlencode({'entity': entity})}", f"{entity} {id_} was deleted.")
            if name == "requests/clear":
                self._exchanges.clear()
                return self._redirect("requests", "The list is empty; sandbox.requests keeps its entries.")
            action = self._faults.actions.get(name.removeprefix("faults/"))
            if action is None or not name.startswith("faults/"):
                raise not_found(f"The form {name[:100]!r}")
            return self._redirect("faults", action(form))
        except ValueError as error:
            raise bad_request(f"{error}.") from None

    def _save(self, form: dict[str, str]) -> Response:
        entity, id_, version = form.pop("entity", ""), _number(form.pop("id", "")), form.pop("version", "")
        try:
            changed = self._records.save(entity, id_, form, version)
        except (HTTPError, ValueError) as error:
            record = self._records.record(entity, id_, form)
            status = error.status if isinstance(error, HTTPError) else 400
            return self._render("record.html", status=status, error=str(error), **record)
        notice = f"Saved: {', '.join(changed)}." if changed else "Nothing was changed."
        return self._redirect(f"record?{urlencode({'entity': entity, 'id': id_})}", notice)

    def _redirect(self, to: str, notice: str) -> Response:
        """Redirect to a page that shows the notice once. Reloading that page does not send the form again."""
        self._notice = notice
        return Response(303, headers={"Location": f"{PAGES}/{to}"})

    def _option(self, name: str) -> str:
        return text_of(getattr(self._tenant.options, name))

    def _render(self, template: str, *, status: int = 200, error: str = "", **values: Any) -> Response:
        notice = ""
        if template != "request_rows.html":
            notice, self._notice = self._notice, ""
        page = self._templates.get_template(template).render(
            pages=PAGES, token_field=TOKEN_FIELD, token=self._token, address=self._tenant.address,
            now=f"{self._tenant.clock.now():%Y-%m-%d %H:%M:%S}", notice=notice, error=error, **values,
        )  # fmt: skip
        return Response(status, page.encode(), _HTML, dict(_HEADERS))

    @cached_property
    def _templates(self) -> Environment:
        environment = Environment(
            loader=PackageLoader("webcrm_ext.sandbox.ui"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        environment.filters["unquoted"] = unquote_plus
        return environment


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 10:  # noqa: PLR2004 - longer than any id
        raise bad_request(f"The address or the form needs a number, not {text[:60]!r}.")
    return int(text)
