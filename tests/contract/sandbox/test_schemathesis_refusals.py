"""Schemathesis sends what the definition excludes: other methods, missing headers, and values of other types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import missing_required_header, negative_data_rejection, unsupported_method

from .definitions import SERVICE_DATE, definition, with_service_dates, with_short_bodies

pytestmark = pytest.mark.slow

CHECKS = [not_a_server_error, missing_required_header, negative_data_rejection, unsupported_method]
DATA = 3
"""Invalid values of one operation that are sent; schemathesis has hundreds for some."""

ONCE = {"unspecified_http_method", "missing_parameter", "malformed_content_type", "unsupported_content_type"}
"""Scenarios of which one case of an operation is sent."""
ACCEPTED = {
    "object_missing_required_property",  # PUT updates the properties present (observed), and a create has no id yet
    "object_unexpected_properties",  # unknown names are ignored (observed)
}

schemathesis.openapi.format(SERVICE_DATE, st.datetimes().map(lambda each: each.isoformat()))
SCHEMA = schemathesis.openapi.from_dict(with_short_bodies(with_service_dates(definition())))
OPERATIONS = [each.ok() for each in SCHEMA.get_all_operations()]


def cases(operation: Any) -> Iterator[Any]:
    """Yield some negative cases of an operation: one of each special kind, and some invalid values."""
    # A login needs no token, and a refused one has status 200 (an option of the sandbox).
    is_login = operation.tags == ["Auth"] and operation.method == "post"
    settings = SCHEMA.config.generation_for(operation=operation, phase="coverage")
    every = SCHEMA.iter_coverage_cases(
        operation, generation_modes=[GenerationMode.NEGATIVE], generation_config=settings
    )
    sent: set[str] = set()
    data = []
    for case in every:
        phase = case.meta.phase.data
        scenario = phase.scenario.value
        if scenario in ONCE:
            kind = f"{scenario} {phase.parameter_location}"
            if kind not in sent and not (is_login and scenario == "missing_parameter"):
                sent.add(kind)
                yield case
        elif scenario not in ACCEPTED and not _sends_null(case, phase.description):
            data.append(case)
    # PATCH refuses each record by itself: 200 with strings (documented).
    if not is_login and operation.method != "patch":
        yield from data[:: len(data) // DATA + 1]


def _sends_null(case: Any, description: str) -> bool:
    """Return whether the invalid value is null: the API marks nothing as nullable, and yet null occurs everywhere."""
    name = description.partition(":")[0]
    return isinstance(case.body, dict) and name in case.body and case.body[name] is None


@pytest.mark.parametrize("part", range(4))
def test_what_the_definition_excludes_is_refused(part, tenant, browser):
    authorization = {"Authorization": browser.session.headers["Authorization"]}
    failures = []
    sent = 0
    with requests.Session() as session:
        for operation in OPERATIONS[part::4]:
            for case in cases(operation):
                phase = case.meta.phase.data
                is_without = phase.scenario.value == "missing_parameter" and phase.parameter == "Authorization"
                headers = {} if is_without else authorization
                response = case.call(base_url=browser.url, session=session, headers=headers)
                sent += 1
                try:
                    case.validate_response(response, checks=CHECKS, headers=headers)
                except schemathesis.core.failures.FailureGroup as group:
                    failures.append(f"{operation.label} {phase.scenario.value} {phase.description}: {group.exceptions}")
    assert sent > len(OPERATIONS) / 4 * 3
    assert not failures, "\n".join(failures)
