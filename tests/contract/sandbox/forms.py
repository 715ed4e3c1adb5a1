"""A browser without a screen: pages, and forms with the token that a page has."""

import re
from html import unescape

import requests

HTML = {"Accept": "text/html,application/xhtml+xml"}
PAGES = "/_sandbox/ui"


class FormBrowser:
    """Opens pages and sends their forms."""

    def __init__(self, url: str) -> None:
        self.url = url

    def open(self, path: str, **more) -> requests.Response:
        return requests.get(self.url + path, headers={**HTML, **more.pop("headers", {})}, timeout=20, **more)

    def fields(self, path: str) -> dict[str, str]:
        """Return the hidden fields of the first form of a page that has a token."""
        page = self.open(path).text
        form = next(each for each in page.split("<form")[1:] if "form_token" in each).split("</form")[0]
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
        return {name: unescape(value) for name, value in found}

    def send(self, page: str, form: str, headers: dict[str, str] | None = None, **fields: object) -> requests.Response:
        """Send a form of a page, as a browser does, and return the page that follows."""
        sent = {**self.fields(page), **fields}
        own = {"Origin": self.url} if headers is None else headers
        return requests.post(self.url + form, data=sent, headers=own, timeout=20)


def said(response: requests.Response) -> str:
    """Return what a page says at its top: a notice or an error."""
    return " ".join(unescape(each) for each in re.findall(r'<p class="(?:notice|error)"[^>]*>([^<]*)', response.text))
