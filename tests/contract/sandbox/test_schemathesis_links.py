"""Schemathesis follows links: what a POST creates is read, changed and deleted, and is then gone."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ensure_resource_availability,
    ignored_auth,
    response_schema_conformance,
    use_after_free,
)

from webcrm_ext.sandbox import Sandbox

from .bodies import minimal_body
from .browser import Browser
from .definitions import SERVICE_DATE, definition, with_service_dates, with_short_bodies

pytestmark = pytest.mark.slow

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    ensure_resource_availability,
    ignored_auth,
    use_after_free,
]
DOCUMENT = definition()

schemathesis.openapi.format(SERVICE_DATE, st.datetimes().map(lambda each: each.isoformat()))


def with_links(document: dict[str, Any]) -> dict[str, Any]:
    """Return the operations on records and hooks, with links from each POST and from each PUT and DELETE.

    The API definition has no links. That a POST returns the new id as a bare integer is documented.
    """
    linked = deepcopy(document)
    paths = linked["paths"]
    linked["paths"] = {}
    for path, methods in paths.items():
        one = paths.get(f"{path}/{{id}}", {})
        if not ("post" in methods and "get" in one):
            continue
        linked["paths"] |= {path: {"post": methods["post"]}, f"{path}/{{id}}": one}
        for source, id_ in (
            (methods["post"], "$response.body"),
            *((each, "$request.path.id") for each in one.values()),
        ):
            response = next(iter(source["responses"].values()))
            response["links"] = {
                f"{method} {path}": {"operationId": target["operationId"], "parameters": {"path.id": id_}}
                for method, target in one.items()
                if not (source is one.get("get") and method == "get")
            }
    return linked


BODIES = {
    path: minimal_body(
        methods["post"]["operationId"], next(iter(methods["post"]["requestBody"]["content"].values()))["schema"]
    )
    for path, methods in DOCUMENT["paths"].items()
    if "post" in methods and f"{path}/{{id}}" in DOCUMENT["paths"]
}
"""What a POST must contain, by path."""
SCHEMA = schemathesis.openapi.from_dict(with_links(with_short_bodies(with_service_dates(DOCUMENT))))
SCHEMA.config.generation.update(modes=[GenerationMode.POSITIVE])
SCHEMA.config.phases.stateful.inference.algorithms = []  # the links are those above


def test_created_records_can_be_read_until_they_are_deleted():
    outcomes = set()

    class Links(SCHEMA.as_state_machine()):
        def setup(self):
            # A sandbox for each example: what one creates or deletes must not change another, which may run again.
            self.sandbox = Sandbox(records=12, requests_per_minute=None).start()
            self.session = requests.Session()  # without a token, so that requests without one can be sent
            with Browser(self.sandbox.url) as browser:
                browser.log_in(self.sandbox.application_token)
                self.authorization = {"Authorization": browser.session.headers["Authorization"]}

        def teardown(self):
            outcomes.update((call.method, call.status) for call in self.sandbox.requests)
            self.session.close()
            self.sandbox.stop()

        def get_call_kwargs(self, case):
            return {"base_url": self.sandbox.url, "headers": self.authorization, "session": self.session}

        def before_call(self, case):
            if case.method == "POST":
                case.body = {**case.body, **BODIES[case.path]}
            elif case.method == "PUT":
                key = next(name for name in case.body if name.endswith("Id"))
                case.body = {**case.body, key: case.path_parameters["id"]}

        def validate_response(self, response, case, additional_checks=None, **kwargs):
            case.validate_response(
                response, checks=CHECKS, headers=self.authorization, transport_kwargs=kwargs, recorder=self.recorder
            )

    Links.run(
        settings=settings(
            max_examples=60,
            stateful_step_count=6,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
    )
    assert {("POST", 200), ("GET", 200), ("PUT", 200), ("DELETE", 200), ("GET", 404), ("GET", 401)} <= outcomes
