"""A minimal HTTP client: requests, and an access token."""

from types import TracebackType
from typing import Any, Self

import requests


class Browser:
    """Sends requests with the access token over kept-alive connections."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, type_: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.session.close()

    def log_in(self, application_token: str) -> dict[str, Any]:
        response = self.session.post(f"{self.url}/Auth/ApiLogin", data={"authCode": application_token}, timeout=10)
        token: dict[str, Any] = response.json()
        self.session.headers["Authorization"] = f"Bearer {token['AccessToken']}"
        return token

    def call(self, method: str, path: str, **more: Any) -> requests.Response:
        return self.session.request(method, self.url + path, timeout=20, **more)

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.call("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> requests.Response:
        return self.call("POST", path, json=body, **more)

    def put(self, path: str, body: Any, **more: Any) -> requests.Response:
        return self.call("PUT", path, json=body, **more)

    def patch(self, path: str, body: Any, **more: Any) -> requests.Response:
        return self.call("PATCH", path, json=body, **more)

    def delete(self, path: str, **more: Any) -> requests.Response:
        return self.call("DELETE", path, **more)

    def create(self, path: str, body: dict[str, Any]) -> int:
        """Create a record and return its id; fail the test if it is refused."""
        response = self.post(path, body)
        assert response.status_code == 200, response.text[:300]
        id_ = response.json()
        assert isinstance(id_, int)
        return id_

    def read(self, path: str) -> Any:
        """Return the value at a path; fail the test if it is refused."""
        response = self.get(path)
        assert response.status_code == 200, response.text[:300]
        return response.json()
