"""The sandbox against its definition, with calls that Schemathesis makes up."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from .definitions import SERVICE_DATE, definition, with_service_dates

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
DOCUMENT = definition()
OPERATIONS = [(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods]

schemathesis.openapi.format(SERVICE_DATE, st.datetimes().map(lambda each: each.isoformat()))
SCHEMA = schemathesis.openapi.from_dict(with_service_dates(DOCUMENT))


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_is_one_that_the_definition_allows(path, method, browser):
    @given(case=SCHEMA[path][method].as_strategy())
    @settings(
        max_examples=4,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def check(case):
        answer = case.call(base_url=browser.url, session=browser.session)
        case.validate_response(answer, checks=CHECKS)

    check()
