"""The messages of errors."""

from __future__ import annotations

from webcrm_ext import AuthenticationError, WebCRMError


def test_error_message_can_be_extended():
    error = AuthenticationError("Refused.")
    error.add_to_message("Nothing was written.")
    empty = WebCRMError()
    empty.add_to_message("Nothing was written.")
    assert (str(error), str(empty)) == ("Refused. Nothing was written.", "Nothing was written.")
