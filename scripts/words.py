"""The documentation of operations, parameters and models.

The definition documents little, and a later file may document nothing. So the documentation is generated from
the operation's name, the entity, and the documented rules of the API.
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
    """Return a word with `a` or `an` before it."""
    return f"{'an' if word[0].lower() in 'aeio' else 'a'} {word}"


def noun(tag: str) -> Noun:
    """Return the English name of a tag's entity."""
    one = _SINGULAR.get(tag) or spaced(tag).removesuffix("s")
    return Noun(one, _PLURAL.get(one) or plural(one))


def plural(word: str) -> str:
    """Return the plural of an English noun; enough for the nouns of this API."""
    if word.endswith(("s", "data")):
        return word
    return word[:-1] + "ies" if word.endswith("y") else word + "s"


def spaced(name: str) -> str:
    """Return a PascalCase, camelCase or snake_case name as words: `LinkedData` → `linked data`."""
    # B2C is the only abbreviation in the API's names.
    return " ".join(" ".join(re.split("([A-Z]?[a-z]+)", name.replace("_", " "))).split()).lower().replace("b2c", "B2C")


# Summaries that the patterns below would phrase badly, by tag and operation name.
_BY_HAND = {
    ("Documents", "download"): "Return the file of one document.",
    ("FieldsMetadata", "list"): "Return the system's fields: labels, types, lengths and list entries.",
    ("FieldsMetadata", "by_entity_types"): "Return one entity's fields: labels, types, lengths and list entries.",
    ("Meetings", "by_organisation"): "Return the meetings of one user with one organisation, between two moments.",
    ("Meetings", "create"): "Create a meeting.",
    ("Meetings", "list"): "Return the meetings of one user between two moments.",
    ("Queries", "list"): "Return the rows of a SELECT statement.",
    ("Settings", "features"): "Return the features of the system, and whether they are enabled.",
}
_ANY_NAME = r"(\w+)"
# By operation name; the first pattern that matches. {one}, {many}, {a_one} are the entity, {0} the match.
_SUMMARIES: tuple[tuple[str, str], ...] = (
    (r"who_am_i", "Return the owner of the token; the response is not declared."),
    (r"login", "Log in with a user's name and password, and return tokens."),
    (r"api_login", "Log in with an application token (`authCode`), and return an access token for one hour."),
    (r"api_refresh", "Exchange a refresh token for a new access token and a new refresh token."),
    (r"crm_login", "Log in as a user of the CRM, and return tokens and the user's id."),
    (r"crm_refresh", "Exchange a user's refresh token for a new access token and a new refresh token."),
    (r"search", "Return the {many} that contain a text in any property."),
    (r"all_active", "Return all active {many}."),
    (r"list", "Return all {many}, by id."),
    (r"get", "Return one {one}."),
    (r"create", "Create {a_one}, whose id must be 0."),
    (r"update", "Update one {one}; properties that are not set keep their values."),
    (r"upsert", "Create (id 0) or update several {many} in one call, and return the outcome of each."),
    (r"delete", "Delete one {one}."),
    (r"delete_many", "Delete several {many} by their ids, and return the outcome of each."),
    (r"delete_many_linked_data", "Delete several linked-data items of {many}, and return the outcome of each."),
    (r"delete_many_(\w+)", "Delete several {0} of {many}, and return the outcome of each."),
    (r"move", "Move one {one} to another organisation."),
    (r"convert_to_(\w+)", "Convert one {one} to {a_0}, and return its id."),
    (r"delete_all", "Delete ALL {many}. This cannot be undone."),
    (r"clear_(\w+)", "Delete ALL {0} of {many}. This cannot be undone."),
    (r"get_linked_setup", "Return the setup of linked data for {many}; it is on if any field is used."),
    (r"list_linked_data", "Return all linked-data items of {many}."),
    (r"get_linked_data", "Return one linked-data item of {many}."),
    (r"create_linked_data", "Create a linked-data item of {many}."),
    (r"update_linked_data", "Update one linked-data item of {many}."),
    (r"delete_linked_data", "Delete one linked-data item of {many}."),
    (r"list_hooks", "Return all hooks on {many}."),
    (r"get_hook", "Return one hook on {many}."),
    (r"create_hook", "Create a hook on {many}."),
    (r"update_hook", "Update one hook on {many}."),
    (r"delete_hook", "Delete one hook on {many}."),
    (r"create_note", "Create a note on one {one}."),
    (r"delete_(\w+)", "Delete the {0} of one {one}."),
    (r"update_(\w+)", "Update the {0} of one {one}."),
    (r"find_by_create_dates", "Return the {many} created between two moments, the first included."),
    (r"find_by_update_dates", "Return the {many} changed between two moments, the first included."),
    (r"by_responsible", "Return the {many} that one user is responsible for."),
    (r"by_responsible_2", "Return the {many} that one user is the second responsible for."),
    (r"by_(organisation|support_case|status|channel)", "Return the {many} of one {0}."),
    (r"by_(\w+)", "Return the {many} by {0}."),
    (_ANY_NAME, "Return the {0} of one {one}."),
)
_ACTION = "Run the action `{0}` on one {one}."
_MODELS = {
    "CreateActivityNoteDto": "A note to add to an activity.",
    "FeaturesDto": "The features of a system, and whether they are enabled.",
    "FieldMetadataDropdownListDto": "One entry of a field's list.",
    "FieldMetadataDto": "The metadata of one of the system's fields.",
    "LinkedSetupDto": "The setup of linked data for an entity: which fields it uses.",
    "MeetingInfoCreateDto": "A meeting to create.",
    "MeetingInfoGetAllDto": "A meeting, as lists return it.",
    "MeetingInfoGetByIdDto": "A meeting, as `get` returns it.",
    "MeetingInfoUpdateConnectionsDto": "New connections of a meeting.",
    "MeetingInfoUpdateDto": "New values of a meeting.",
    "MoveDto": "The organisation to move a record to.",
    "ObjectDto": "A row of a SELECT statement, with any columns.",
    "OrganisationInfoDto": "An organisation, by its id.",
    "QuotationLineLinkedSetupDto": "The setup of linked data for quotation lines: which fields it uses.",
    "QuotationLineUpdateDto": "A quotation line to create or update.",
    "SecurityInfoDto": "The token's rights on a record.",
    "TokenResponseDto": "The response of a login: tokens, or why it failed.",
    "TokenResponseWithUserIdDto": "The response of a user's login: tokens and the user's id, or why it failed.",
}

_PARAMETERS: dict[str, str] = {
    "authCode": "The application token.",
    "channel": "The channel's number.",
    "endDate": "The end, excluded. Sent to the second; an offset is converted to UTC, and none means UTC.",
    "entityTypes": "The entity; `All` for every one.",
    "formatCustomFields": "Whether to format custom fields as in the models; otherwise they are raw.",
    "from": "The start, included.",
    "include": "Data to add to each record: `SecurityInfo` adds the token's rights on it.",
    "includeRecurring": "Whether to return recurring meetings too.",
    "input": "The text to search for.",
    "level": "The new pipeline level.",
    "meetingId": "The meeting's id, a string.",
    "pipelineLevel": "The pipeline level's number.",
    "refreshToken": "The refresh token; it works once.",
    "responsibleId": "The id of the responsible user; 0 for no user.",
    "script": "A SELECT statement.",
    "sendCancellations": "Whether to notify the attendees.",
    "startDate": "The start, included. Sent to the second; an offset is converted to UTC, and none means UTC.",
    "startTime": "The start of one occurrence of a recurring meeting.",
    "status": "The status to search for.",
    "to": "The end, excluded.",
}


def summary(name: str, tag: str, method: str = "GET") -> str:
    """Return the one-sentence summary of an operation: by its name, its tag and its HTTP method."""
    if (tag, name) in _BY_HAND:
        return _BY_HAND[tag, name]
    entity = noun(tag)
    sentence, word = next(
        (
            _ACTION if pattern == _ANY_NAME and method != "GET" else sentence,
            spaced(match[1]) if match.groups() else "",
        )
        for pattern, sentence in _SUMMARIES
        if (match := re.fullmatch(pattern, name))
    )
    return sentence.format(
        word, one=entity.one, many=entity.many, a_one=entity.a_one, a_0=word and with_article(word)
    )  # fmt: skip


def parameter(name: str, schema: Document, tag: str, operation: str = "") -> str:
    """Return the documentation of a parameter, with its limits; `operation` is a name such as `get_hook`."""
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
    """Return the owner of an id; a bare `id` may belong to a hook, an item, or the entity that a list is by."""
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
    """Return the one-sentence documentation of a model."""
    known = _MODELS.get(name)
    return (
        known or f"{sentence_case(with_article(spaced(name.removesuffix('Dto'))))}, as the API returns and accepts it."
    )


def sentence_case(text: str) -> str:
    """Return a text with a capital first letter and the rest unchanged, unlike `str.capitalize`: `B2C persons`."""
    return text[:1].upper() + text[1:]


def body_name(reference: str) -> str:
    """Return the name of the argument for a body, by its model: `PersonDto` → `Person`."""
    return re.sub(r"(?:Create|Update)?Dto$", "", reference)
