"""The columns of a table that the service assigns or derives, and ignores in requests.

The definition marks none of them. The rules are documented by the vendor, or were observed in responses of the live
service; a property that a later definition marks `readOnly` is added.
"""

from __future__ import annotations

import re

from webcrm_ext.definition.document import Document

_ASSIGNED = r"(?:Created|(?:Last)?Updated)(?:At|By)"
"""When and by whom a record was created and changed."""

_DERIVED = r"History|CompareName|TelephoneSearch"
"""The log of changes, and the names and numbers in the form that the service searches."""

_ADDED = r"SecurityInfo"
"""The rights of the token, which `include=SecurityInfo` adds to responses."""

_OF_ONE_TABLE = {
    "Document": r"FileSize|UploadCount|UploadedAt",  # of the file that was uploaded last
    "Person": r"Name",  # from the first, the middle and the last name
}


def read_only_columns(table: str, columns: Document) -> tuple[str, ...]:
    """Return the columns of a table that the service ignores in requests, its id aside.

    Args:
        table: The table's name, with which its own columns begin: `Person`.
        columns: The properties of its model.
    """
    suffix = "|".join([_ASSIGNED, _DERIVED, _ADDED, *filter(None, [_OF_ONE_TABLE.get(table)])])
    own = re.compile(f"{table}(?:{suffix})")
    return tuple(name for name, schema in columns.items() if schema.get("readOnly") or own.fullmatch(name))
