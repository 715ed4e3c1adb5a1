"""Values of prepared calls: what is refused when the request is built, without a client."""

from __future__ import annotations

import pytest
from webcrm_api.api.persons import persons_get, persons_update
from webcrm_api.calls import Call
from webcrm_api.models import PersonDto, ProductDto
from webcrm_api.errors import FieldValueError


def test_id_of_5000_digits_is_refused():
    with pytest.raises(FieldValueError, match="id is too large"):
        persons_get.call(10**5000).request()


def test_unknown_name_is_refused_without_a_client():
    with pytest.raises(FieldValueError, match="Did you mean 'PersonFirstName'"):
        persons_update.call(1, body={"person_first_name": "Kari"}).request()


def test_body_of_another_model_is_refused_without_a_client():
    with pytest.raises(FieldValueError, match=r"The body of persons\.update is a ProductDto; pass PersonDto"):
        persons_update.call(1, body=ProductDto(product_id=1)).request()


@pytest.mark.parametrize(("value", "path"), [(5, "/X/5"), ("a b/c", "/X/a%20b%2Fc")])
def test_value_of_a_path_that_is_not_in_the_definition(value, path):
    assert Call(name="x", method="GET", path="/X/{key}", path_values={"key": value}, reader=len).url() == path


@pytest.mark.parametrize("value", [None, "", "..", 1.5, PersonDto(person_id=1)])
def test_value_without_a_text_is_refused_in_any_path(value):
    with pytest.raises(FieldValueError, match="key is "):
        Call(name="x", method="GET", path="/X/{key}", path_values={"key": value}, reader=len).url()
