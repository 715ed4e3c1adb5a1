"""Decisions of the sandbox where the API is not documented, for docs/sandbox.md and the documentation page.

A decision that an option changes is declared with the option, in `options`.
"""

from dataclasses import fields
from typing import NamedTuple

from .options import Options


class Decision(NamedTuple):
    """A question that the API does not document, what the sandbox does, and the option that changes it."""

    question: str
    answer: str
    option: str = ""


_FIXED = (
    Decision("What does a parameter of another type return?", "400 with {Message, Type}."),
    Decision("How is a list ordered?", "By id, newest last."),
    Decision("Does GET /Activities/{id}/Notes return one note or a list?", "A list, paged."),
    Decision(
        "Which meetings does /Meetings list?",
        "Those of the user that begin in the time range, including recurring ones unless includeRecurring is false.",
    ),
    Decision(
        "Which records have SecurityInfo?",
        "All at paths with the parameter include, if it is sent. CanEdit is the right of the application token.",
    ),
    Decision("What does a list of the children of a missing record return?", "An empty list."),
    Decision(
        "What happens to unknown properties of a body?",
        "They are ignored, in nested objects too. Names of properties and values of enums are case-sensitive.",
    ),
    Decision("Can a string contain the character U+0000?", "No: 400."),
    Decision("Can a new record have an id?", "No: an id other than 0 is refused with 400."),
    Decision("Can the id in the body of a PUT differ from the id in the path?", "No: 400. It may be missing, or 0."),
    Decision(
        "What is the value of a property that was never set?",
        "The empty string, 0, false, the empty date, or the first value of an enum. "
        "For a custom field of type list it is the first entry.",
    ),
    Decision(
        "What happens to properties that the server sets?",
        "CreatedAt/By, UpdatedAt/By, History, CompareName, TelephoneSearch and PersonName are ignored when sent.",
    ),
    Decision("What happens to PersonOrganisationId in a PUT?", "It is ignored; the person keeps its organisation."),
    Decision("Are ids of other records checked when a record is written?", "Only by Move. Others are stored as sent."),
    Decision(
        "What does editing a delivery return if another delivery has the same number?",
        "400, until one of the numbers is changed.",
    ),
    Decision(
        "Which properties do ByResponsible and ByResponsible2 compare?",
        "AssignedTo and AssignedTo2.",
    ),
    Decision(
        "What does AllActive list?",
        "Users with an access level above 0, and support cases that are not closed.",
    ),
    Decision(
        "What do Move and the conversions change besides the record?",
        "Quotation lines move along. A converted record keeps its id and is then only in the other list. "
        "Properties that only one of the two lists has are restored when the record is converted back.",
    ),
    Decision(
        "What does a linked-data item need?",
        "Data1 to Data9 not empty; DataMemo, ItemGroup and VatCode as strings; EntityType. Prices may be null.",
    ),
    Decision(
        "How are the values of custom fields written?",
        "Integers as digits, dates as 2018-06-28 (plus fields 20180628), several choices as 00: Item, 02: Item, "
        "each once. The empty string and null empty a field; a list and a checkbox accept only null.",
    ),
    Decision(
        "How are custom fields stored, as queries see them?",
        "A checkbox as 1 or 0, a date as 20180628, others as in other endpoints. Filters compare the stored value.",
    ),
    Decision(
        "How are values compared in queries?",
        "Strings ignore case everywhere. Dates are compared to 100 ns, with OLE automation numbers to the millisecond.",
    ),
    Decision("Which enums of queries are numbers?", "LinkedDataItemEntityType. The others are strings."),
    Decision(
        "How is a document uploaded and read?",
        "As base64 in DocumentFile, which is empty in responses. Download returns the bytes.",
    ),
    Decision("Which media types do bodies have?", "Any JSON media type; XML is a 415. Responses are always JSON."),
    Decision(
        "Does a write survive a crash?",
        "With a data file, a write with a response survives a killed process, but not a power cut. "
        "Tokens are never stored.",
    ),
)

DECISIONS = (
    *(
        Decision(each.metadata["question"], each.metadata["decision"], each.name)
        for each in fields(Options)
        if each.metadata["question"]
    ),
    *_FIXED,
)
