"""Users, found and written by what they hold."""

from __future__ import annotations

from webcrm_api.models.user_dto import UserDto
from webcrm_api.resources import users as generated

from webcrm_ext.resources.tables import AsyncTable, Table


class Users(Table[UserDto], generated.Users):
    """Users."""

    model = UserDto
    module = "users"


class AsyncUsers(AsyncTable[UserDto], generated.AsyncUsers):
    """Users, to be awaited."""

    model = UserDto
    module = "users"
