"""Schemathesis generates requests from the definition; the sandbox's responses must conform to it."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from webcrm_ext.sandbox import Sandbox

from .definitions import SERVICE_DATE, definition, with_service_dates

pytestmark = pytest.mark.slow

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
DOCUMENT = definition()
OPERATIONS = [(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods]

schemathesis.openapi.format(SERVICE_DATE, st.datetimes().map(lambda each: each.isoformat()))
SCHEMA = schemathesis.openapi.from_dict(with_service_dates(DOCUMENT))


def known_id(tenant: Sandbox, path: str) -> int | str:
    """Return an existing id for a path, or an unknown one where there is none."""
    head = path.split("/{", maxsplit=1)[0].strip("/")
    if head == "Meetings":
        return "meeting-000001"
    records = tenant.handlers.records.get(head)
    if records is None:
        return 1
    if not tenant.count(head):
        tenant.put_record(head, 1, {**records.entity.unset, records.entity.key: 1})
    return tenant.tenant.store.ids(head)[0]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_response_conforms_to_the_definition(path, method, tenant, browser):
    key = "meetingId" if "{meetingId}" in path else "id"

    @given(case=SCHEMA[path][method].as_strategy(), known=st.booleans())
    @settings(
        max_examples=3,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def check(case, known):
        if known and key in case.path_parameters:
            case.path_parameters[key] = known_id(tenant, path)
        response = case.call(base_url=browser.url, session=browser.session)
        case.validate_response(response, checks=CHECKS)

    check()
