"""The columns of custom fields, named by their labels. A column keeps the first label, also if the label changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, MutableMapping
from hashlib import sha256

from webcrm_ext.exports.tables import UNEXPECTED, TableDescription

DELETED_AT = "_deleted_at"

_RESERVED = (UNEXPECTED, DELETED_AT, "_dlt_id", "_dlt_load_id")


def fix_labels(
    description: TableDescription,
    labels: Mapping[str, str],
    fixed: MutableMapping[str, str],
    normalized: Callable[[str], str],
) -> TableDescription:
    """Return the description with columns named by labels, and record the labels that are new.

    Args:
        description: The table.
        labels: The current labels of custom fields, by property.
        fixed: The names of columns from earlier runs, by property. New ones are added: the label, or the property if
            another column has that label.
        normalized: Returns the name that the destination has for a column.
    """

    def key(name: str) -> str:
        return normalized(name).casefold()

    properties = [each.property for each in description.columns]
    new = {name: labels[name] for name in properties if name in labels and name not in fixed}
    uses = Counter(map(key, new.values()))
    taken = {key(name) for name in (*_RESERVED, *properties, *fixed.values())}
    for name, label in new.items():
        fixed[name] = name if uses[key(label)] > 1 or key(label) in taken else label
    return description.with_labels(fixed)


def digest(description: TableDescription) -> str:
    """Return a string that changes with the columns."""
    columns = "\n".join(f"{each.property} {each.kind} {each.name}" for each in description.columns)
    return sha256(columns.encode()).hexdigest()[:16]
