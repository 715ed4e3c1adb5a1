"""Arguments of a wrong type raise `ValueError`; a fuzz (tests/fuzz) found each of these as another error."""

import pytest

from webcrm_ext.sandbox import Clock, Fault, Sandbox

HUGE = 10**5000
"""An integer that Python does not convert to a string."""


class Unprintable:
    def __repr__(self):
        raise RuntimeError("This object has no repr.")


@pytest.mark.parametrize(
    "arguments",
    [
        {"port": "80"}, {"host": 5}, {"data": 5}, {"seed": "x"}, {"records": "x"}, {"records": None}, {"clock": 5},
        {"definition": 5}, {"allowed_hosts": 5}, {"allowed_hosts": [5]}, {"application_tokens": 5},
        {"application_tokens": "abc"}, {"application_tokens": []}, {"plus_null": []}, {"default_size": Unprintable()},
        {"default_size": HUGE},
    ],
    ids=lambda each: next(iter(each)),
)  # fmt: skip
def test_settings_of_another_type_are_refused(arguments):
    with pytest.raises(ValueError, match=next(iter(arguments)).replace("allowed_hosts", "allowed.host")):
        Sandbox(**{"records": 0, **arguments})


@pytest.mark.parametrize(
    "field",
    [
        {"status": "503"}, {"status": HUGE}, {"kind": 5}, {"method": 5}, {"path": None}, {"operation": []},
        {"after_work": 1}, {"retry_after": "1"}, {"probability": Unprintable()}, {"delay": HUGE}, {"megabytes": HUGE},
    ],
    ids=lambda each: next(iter(each)),
)  # fmt: skip
def test_fields_of_a_fault_have_their_types(field):
    with pytest.raises(ValueError, match=next(iter(field))):
        Fault(**field)


def test_faults_of_another_type_are_refused(tenant):
    for arguments in ({"rules": 5}, {"rules": [5]}, {"share_fault": "html"}, {"seed": []}, {"latency": Unprintable()}):
        with pytest.raises(ValueError, match=r"must be"):
            tenant.set_faults(**arguments)
    with pytest.raises(ValueError, match="times"):
        tenant.fail_next(Unprintable())
    with pytest.raises(ValueError, match="times"):
        tenant.assert_called("persons.get", times=Unprintable())
    with pytest.raises(ValueError, match="named by a string"):
        tenant.assert_called([])
    with pytest.raises(ValueError, match="advance"):
        Clock().advance(HUGE)


@pytest.mark.parametrize("path", ["Nothing", 'Persons"; --', 5, None, []])
def test_records_at_an_unknown_path_are_refused(tenant, path):
    for call in (
        lambda: tenant.count(path),
        lambda: tenant.record(path, 1),
        lambda: tenant.delete_record(path, 1),
        lambda: tenant.put_record(path, 1, {}),
    ):
        with pytest.raises(ValueError, match="The API has no records at"):
            call()


@pytest.mark.parametrize("id_", [0, -1, 2**70, HUGE, "1", None], ids=["0", "below", "large", "huge", "text", "none"])
def test_no_record_has_an_invalid_id(tenant, id_):
    assert tenant.record("Persons", id_) is None
    assert tenant.delete_record("Persons", id_) is False
    with pytest.raises(ValueError, match="An id must be"):
        tenant.put_record("Persons", id_, {})
    with pytest.raises(ValueError, match="A record must be"):
        tenant.put_record("Persons", 1, [])


def test_a_fixed_part_of_a_path_is_no_id(browser):
    response = browser.delete("/Products/Hooks")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, POST"
    assert browser.delete("/Products/1000000").status_code == 404
