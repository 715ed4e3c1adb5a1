"""Records in other libraries: pandas, cattrs, typing."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
import typing

import attrs
import pytest
from webcrm_api.models import OpportunityDto, PersonDto, resolve

pytestmark = pytest.mark.generated

SENT = {
    "PersonId": 1, "PersonName": "Ada", "PersonUpdatedAt": "2018-06-28T06:32:08.1234567", "PersonBirthday": None,
    "PersonSecurityInfo": {"CanEdit": True}, "PersonNickname": "x",
}  # fmt: skip
MOMENT = datetime.datetime(2018, 6, 28, 6, 32, 8, 123456, tzinfo=datetime.UTC)


def test_data_frame_has_one_row_a_record() -> None:
    import pandas as pd  # the environments of other Pythons lack it, and leave these tests out

    frame = pd.DataFrame([PersonDto.from_dict(SENT), PersonDto(person_id=2, person_name="Grace")])
    assert list(frame.columns) == [*PersonDto.from_dict(SENT)]
    assert frame["PersonName"].tolist() == ["Ada", "Grace"]
    assert frame["PersonUpdatedAt"][0] == MOMENT


@pytest.mark.parametrize("first", ["cattrs", "webcrm_api.models"])
def test_cattrs_reads_and_writes_records(first: str) -> None:
    program = f"""
import json
import {first}
import cattrs
from webcrm_api.models import PersonDto, resolve
if {first!r} != "cattrs":
    from webcrm_api.model import Model
    resolve()
person = PersonDto.from_dict({SENT!r})
written = cattrs.unstructure([person])
assert cattrs.structure(written, list[PersonDto]) == [person]
print(json.dumps(written))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [PersonDto.from_dict(SENT).to_dict()]


def test_converter_of_ones_own_reads_and_writes_records() -> None:
    from cattrs import Converter
    from cattrs.strategies import use_class_methods

    converter = Converter()
    use_class_methods(converter, "from_dict", "to_dict")
    person = PersonDto.from_dict(SENT)
    assert converter.structure(converter.unstructure(person), PersonDto) == person


def test_annotations_are_resolved_for_all_models() -> None:
    resolve()
    hints = typing.get_type_hints(OpportunityDto)
    assert datetime.datetime in typing.get_args(hints["opportunity_updated_at"])
    assert attrs.fields(attrs.resolve_types(OpportunityDto)).opportunity_country.type == hints["opportunity_country"]
