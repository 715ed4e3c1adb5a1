"""Settings: what a traceback shows of them."""

from __future__ import annotations

import traceback

import pytest

from webcrm_ext import AsyncWebCRM, ConfigurationError, WebCRM

TOKEN = "00000000-0000-4000-8000-0000000000ff"


@pytest.mark.parametrize("client", [WebCRM, AsyncWebCRM])
@pytest.mark.parametrize("name", ["proxy", "prxy"])
def test_traceback_does_not_show_the_password_of_a_proxy(client, name):
    with pytest.raises(ConfigurationError) as caught:
        client(TOKEN, **{name: "htp://user:" + "long" + "password@proxy"})
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True).stack
    shown = [frame for frame in frames if "webcrm_ext" in frame.filename or frame.filename.startswith("<attrs")]
    assert shown
    assert all("longpassword" not in str(frame.locals) for frame in shown)
