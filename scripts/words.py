"""The project's own words for operations, parameters and models.

The definition says little in its own sentences, and a later file may say nothing. So documentation is
made from what is certain: the operation's name, the entity, and the documented rules of the API.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from webcrm_ext.definition.document import Document

_SINGULAR = {
    "Activities": "activity",
    "Auth": "login",
    "Deliveries": "delivery",
    "EmailSupports": "support e-mail",
    "FieldsMetadata": "field's metadata",
    "Opportunities": "opportunity",
    "PersonsB2C": "B2C person",
    "Queries": "query",
    "QuotationLines": "quotation line",
    "SupportCases": "support case",
    "TimeExpenses": "time expense",
}
_PLURAL = {"field's metadata": "fields' metadata"}


class Noun(NamedTuple):
    """An entity in English: `person`, `persons`, and the singular with its article."""

    one: str
    many: str

    @property
    def a_one(self) -> str:
        """The singular with `a` or `an`."""
        return with_article(self.one)


def with_article(word: str) -> str:
    """Put `a` or `an` before a word."""
    return f"{'an' if word[0].lower() in 'aeio' else 'a'} {word}"


def noun(tag: str) -> Noun:
    """Give the English name of a tag's entity."""
    one = _SINGULAR.get(tag) or spaced(tag).removesuffix("s")
    return Noun(one, _PLURAL.get(one) or plural(one))


def plural(word: str) -> str:
    """Give the plural of an English noun; enough for the nouns of this API."""
    if word.endswith(("s", "metadata")):
        return word
    return word[:-1] + "ies" if word.endswith("y") else word + "s"


def spaced(name: str) -> str:
    """Write a PascalCase, camelCase or snake_case name as words: `LinkedData` → `linked data`."""
    # The one abbreviation that the API's names hold keeps its case.
    return " ".join(" ".join(re.split("([A-Z]?[a-z]+)", name.replace("_", " "))).split()).lower().replace("b2c", "B2C")


# What the patterns below would say badly, by tag and operation name.
_BY_HAND = {
    ("Documents", "download"): "The file of one document.",
    ("FieldsMetadata", "list"): "The system's fields: labels, types, lengths and list entries.",
    ("FieldsMetadata", "by_entity_types"): "One entity's fields: labels, types, lengths and list entries.",
    ("Meetings", "by_organisation"): "The meetings of one user with one organisation, between two moments.",
    ("Meetings", "create"): "Create a meeting.",
    ("Meetings", "list"): "The meetings of one user between two moments.",
    ("Queries", "list"): "The rows that a SELECT statement gives.",
    ("Settings", "features"): "The features of the system, and whether they are enabled.",
}
# By operation name; the first pattern that fits. {one}, {many}, {a_one} are the entity, {0} the match.
_SUMMARIES: tuple[tuple[str, str], ...] = (
    (r"who_am_i", "Say whose token it is; what the service answers is not declared."),
    (r"login", "Log in with a user's name and password; gives tokens."),
    (r"api_login", "Log in with an application token (`authCode`); gives an access token for one hour."),
    (r"api_refresh", "Give a new access token and a new refresh token for a refresh token."),
    (r"crm_login", "Log in as a user of the CRM; gives tokens and the user's id."),
    (r"crm_refresh", "Give a new access token and a new refresh token for a user's refresh token."),
    (r"search", "The {many} that hold a text somewhere."),
    (r"all_active", "All active {many}."),
    (r"list", "All {many}, by id."),
    (r"get", "One {one}."),
    (r"create", "Create {a_one}, whose id must be 0."),
    (r"update", "Change one {one}: properties that are set are written, the others stay."),
    (r"upsert", "Create (id 0) or change several {many} in one call; gives one text for each."),
    (r"delete", "Delete one {one}."),
    (r"move", "Move one {one} to another organisation."),
    (r"convert_to_(\w+)", "Turn one {one} into {a_0}; gives its id."),
    (r"clear_(\w+)", "Delete ALL {0} of {many}. Nothing brings it back."),
    (r"get_linked_setup", "How linked data is set up for {many}; it is on when any field is used."),
    (r"list_linked_data", "All linked-data items of {many}."),
    (r"get_linked_data", "One linked-data item of {many}."),
    (r"create_linked_data", "Create a linked-data item of {many}."),
    (r"update_linked_data", "Change one linked-data item of {many}."),
    (r"delete_linked_data", "Delete one linked-data item of {many}."),
    (r"list_hooks", "All hooks on {many}."),
    (r"get_hook", "One hook on {many}."),
    (r"create_hook", "Create a hook on {many}."),
    (r"update_hook", "Change one hook on {many}."),
    (r"delete_hook", "Delete one hook on {many}."),
    (r"create_note", "Add a note to one {one}."),
    (r"delete_(\w+)", "Delete the {0} of one {one}."),
    (r"update_(\w+)", "Change the {0} of one {one}."),
    (r"find_by_create_dates", "The {many} created between two moments, the first included."),
    (r"find_by_update_dates", "The {many} changed between two moments, the first included."),
    (r"by_responsible", "The {many} that one user is responsible for."),
    (r"by_responsible_2", "The {many} that one user is the second responsible for."),
    (r"by_(organisation|support_case|status|channel)", "The {many} of one {0}."),
    (r"by_(\w+)", "The {many} by {0}."),
    (r"(\w+)", "The {0} of one {one}."),
)
_MODELS = {
    "CreateActivityNoteDto": "A note, as it is added to an activity.",
    "FeaturesDto": "The features of a system, and whether they are enabled.",
    "FieldMetadataDropdownListDto": "One entry of a field's list.",
    "FieldMetadataDto": "What the system says of one of its fields.",
    "LinkedSetupDto": "How linked data is set up for an entity: which fields it uses.",
    "MeetingInfoCreateDto": "A meeting, as it is created.",
    "MeetingInfoGetAllDto": "A meeting, as lists give it.",
    "MeetingInfoGetByIdDto": "A meeting, as its id gives it.",
    "MeetingInfoUpdateConnectionsDto": "The connections of a meeting, as they are changed.",
    "MeetingInfoUpdateDto": "A meeting, as it is changed.",
    "MoveDto": "Where a record is moved.",
    "ObjectDto": "A row that a SELECT statement gives, with any columns.",
    "OrganisationInfoDto": "An organisation, by its id.",
    "QuotationLineLinkedSetupDto": "How linked data is set up for quotation lines: which fields it uses.",
    "QuotationLineUpdateDto": "A quotation line, as it is created and changed.",
    "SecurityInfoDto": "What the token may do with a record.",
    "TokenResponseDto": "What a login answers: tokens, or why it failed.",
    "TokenResponseWithUserIdDto": "What a user's login answers: tokens and the user's id, or why it failed.",
}

_PARAMETERS: dict[str, str] = {
    "authCode": "The application token.",
    "channel": "The channel's number.",
    "endDate": "Before this moment. Sent to the second; an offset is converted to UTC.",
    "entityTypes": "Which entity; `All` for every one.",
    "formatCustomFields": "Whether custom fields look as they do elsewhere; otherwise they are raw.",
    "from": "From this moment on.",
    "include": "What to add to each record: `SecurityInfo` tells what the token may do with it.",
    "includeRecurring": "Whether repeated meetings are given too.",
    "input": "The text to look for.",
    "level": "The pipeline level to put it at.",
    "meetingId": "The meeting's id, a text.",
    "pipelineLevel": "The pipeline level's number.",
    "refreshToken": "The refresh token; it works once.",
    "responsibleId": "The id of the user who is responsible; 0 is nobody.",
    "script": "A SELECT statement.",
    "sendCancellations": "Whether those invited are told.",
    "startDate": "From this moment on. Sent to the second; an offset is converted to UTC.",
    "startTime": "Which one of a repeated meeting.",
    "status": "The status to look for.",
    "to": "Before this moment.",
}


def summary(name: str, tag: str) -> str:
    """Say in one sentence what an operation gives or does."""
    if (tag, name) in _BY_HAND:
        return _BY_HAND[tag, name]
    entity = noun(tag)
    sentence, word = next(
        (sentence, spaced(match[1]) if match.groups() else "")
        for pattern, sentence in _SUMMARIES
        if (match := re.fullmatch(pattern, name))
    )
    return sentence.format(
        word, one=entity.one, many=entity.many, a_one=entity.a_one, a_0=word and with_article(word)
    )  # fmt: skip


def parameter(name: str, schema: Document, tag: str, operation: str = "") -> str:
    """Say what a parameter of an operation (`persons.get_hook` has the name `get_hook`) is, with its limits."""
    known = _PARAMETERS.get(name[0].lower() + name[1:])
    if known is None and name.lower().endswith("id"):
        known = f"The {_owner_of_id(name, tag, operation)}'s id."
    sentence = known or f"The {spaced(name)}."
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        sentence += f" {low} to {high}."
    elif low is not None:
        sentence += f" At least {low}."
    elif high is not None:
        sentence += f" At most {high}."
    if "default" in schema:
        sentence += f" The service's default is {str(schema['default']).lower()}."
    return sentence


def _owner_of_id(name: str, tag: str, operation: str) -> str:
    """Say whose id a parameter is; a bare `id` may be that of a hook, an item, or what a list is by."""
    if len(name) > len("id"):
        return spaced(name[:-2])
    if operation.endswith("_hook"):
        return "hook"
    if operation.endswith("_linked_data"):
        return "item"
    if operation.startswith("by_responsible"):
        return "user"
    return spaced(operation.removeprefix("by_")) if operation.startswith("by_") else noun(tag).one


def model(name: str) -> str:
    """Say what a model is."""
    known = _MODELS.get(name)
    return known or f"{sentence_case(with_article(spaced(name.removesuffix('Dto'))))}, as the API sends and takes it."


def sentence_case(text: str) -> str:
    """Begin with a capital and leave the rest alone, as `str.capitalize` does not: `B2C persons`."""
    return text[:1].upper() + text[1:]


def body_name(reference: str) -> str:
    """Name the argument for a body by its model: `PersonDto` → `person`."""
    return re.sub(r"(?:Create|Update)?Dto$", "", reference)
