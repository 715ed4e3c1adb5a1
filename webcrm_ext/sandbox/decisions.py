"""How the sandbox decides what is not documented: one table, shown on the documentation page."""

from typing import NamedTuple


class Decision(NamedTuple):
    """What is not known of the service, what the sandbox does, and the options that change it."""

    question: str
    answer: str
    options: tuple[str, ...] = ()


DECISIONS = (
    Decision(
        "What answers a refused login or refresh?",
        "200 with IsError true and invalid_grant in Error and ErrorDescription.",
        ("refused_login_status",),
    ),
    Decision("Can the application token be a query parameter?", "No.", ("auth_code_in_query",)),
    Decision("Can the refresh token be a form field?", "No, only the header refreshToken.", ("refresh_token_in_form",)),
    Decision("Do logins count towards the limit of calls?", "Yes; calls refused with 429 do not.", ("logins_count",)),
    Decision("What is the body of a 401?", "It has none."),
    Decision(
        "What answers a call that the application token has no right to?",
        "403 with {Message, Type}. An area is what an address begins with; reading needs read, the rest write.",
        ("refused_right_status",),
    ),
    Decision("What does a Size over 1000, or a parameter of another type, answer?", "400 with {Message, Type}."),
    Decision("How many rows has a page without Size?", "50.", ("default_size",)),
    Decision("What answers a call for a record that does not exist?", "404 with {Message, Type}.", ("missing_status",)),
    Decision("In which order is a list?", "By id, the newest last."),
    Decision("Is GET /Activities/{id}/Notes one note or a list?", "A list, by page."),
    Decision(
        "Which meetings does /Meetings list?",
        "Those of the user that begin in the span, recurring ones as well unless includeRecurring is false.",
    ),
    Decision(
        "Whose SecurityInfo is answered?",
        "That of every record whose address takes include; CanEdit is the right of the application token.",
    ),
    Decision("What lists the children of a record that does not exist?", "An empty list."),
    Decision(
        "What happens to unknown properties of a body?",
        "They are ignored, in nested objects as well. "
        "Names of properties and values of enums are taken as they are written, case included.",
    ),
    Decision("May a text hold the character U+0000?", "No: 400."),
    Decision("May a new record have an id?", "No: an id other than 0 is refused with 400."),
    Decision("May the id in the body of a PUT differ from the one in the path?", "No: 400. It may be missing, or 0."),
    Decision(
        "What stands for a successful update in the answer of PATCH?",
        "An empty text, in the place of the record; an insert has its id and a refusal its reason.",
        ("patch_update_answer",),
    ),
    Decision(
        "How many records does PATCH take, and is it all or nothing?",
        "1000, more is a 400; each record stands or falls by itself.",
        ("patch_limit",),
    ),
    Decision(
        "What holds a property that was never set?",
        "Empty text, 0, false, the empty date, the first value of an enum; an untouched list its first entry.",
    ),
    Decision(
        "What happens to properties that the server keeps?",
        "CreatedAt/By, UpdatedAt/By, History, CompareName, TelephoneSearch and PersonName are ignored when sent.",
    ),
    Decision("What happens to PersonOrganisationId in a PUT?", "It is ignored; the person stays where it is."),
    Decision("Are ids of other records checked when a record is written?", "Only by Move; others are kept as sent."),
    Decision(
        "What does a new delivery need?",
        "DeliveryAssignedTo, DeliveryAssignedTo2 and DeliveryResponsible, 0 for nobody; else 400.",
        ("deliveries_need_responsibles",),
    ),
    Decision("How does the edit of a delivery fail whose number another one has?", "With 400, until one is changed."),
    Decision(
        "Which responsible is meant by ByResponsible and ByResponsible2?",
        "The properties AssignedTo and AssignedTo2.",
    ),
    Decision(
        "Who and what is active?",
        "Users with an access level above 0; support cases that are not closed.",
    ),
    Decision(
        "What do Move and the conversions change beside the record?",
        "Quotation lines move along. A converted record keeps its id and is then found in the other list alone; "
        "what only the one or the other has is there again once it is converted back.",
    ),
    Decision(
        "How does a quotation line fail when linked data is on and its item is missing?",
        "400 with Possible quotation not found as Message. PUT needs the item as well.",
        ("linked_data_error_shape", "linked_data_error_status"),
    ),
    Decision(
        "What does an item of linked data need?",
        "Data1 to Data9 not empty; DataMemo, ItemGroup and VatCode as texts; EntityType. Prices may be null.",
    ),
    Decision(
        "How are the values of custom fields written?",
        "Integers as digits, dates as 2018-06-28 (plus fields 20180628), several choices as 00: Item, 02: Item, "
        "each once; empty text and null empty a field, but a list and a checkbox take null alone.",
    ),
    Decision(
        "How are custom fields stored raw, as queries see them?",
        "A checkbox as 1 or 0, a date as 20180628, the rest as shown. Filters compare what is stored.",
    ),
    Decision(
        "What do queries take beyond what was seen working?",
        "Comparisons, IN, BETWEEN, IS NULL, NOT, DISTINCT, LEFT JOIN. LIKE, TOP, GROUP BY and aggregates on request.",
        ("query_extras",),
    ),
    Decision(
        "How long may a query run?",
        "10 seconds, its wait for others included; then it is a 400.",
        ("query_seconds",),
    ),
    Decision(
        "How are values compared in queries?",
        "Texts ignore case everywhere. Dates are compared to 100 ns, with OLE automation numbers to the millisecond.",
    ),
    Decision("Which enums of queries are numbers?", "LinkedDataItemEntityType; the others are texts."),
    Decision(
        "How is a document uploaded and read?",
        "As base64 text in DocumentFile, which is answered as null; the bytes come from Download.",
    ),
    Decision(
        "What is delivered to a hook, and when?",
        "{EventType, EntityType, Id, Url} by POST, when asked for, to http addresses on this machine. Filter is stored "
        "and does not restrict. A conversion is a Delete in the one list and a Create in the other; lines that move "
        "along are not told.",
        ("deliver_hooks",),
    ),
    Decision("Which media types do bodies have?", "JSON in any spelling; XML is a 415. Answers are always JSON."),
    Decision(
        "Does what was answered survive?",
        "With a data file every answered write survives a killed process, not a power cut. Tokens are never kept.",
    ),
)
