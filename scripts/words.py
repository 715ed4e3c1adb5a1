"""The project's own words for operations, parameters and models.

The definition says little in its own sentences, and a later file may say nothing. So documentation is
made from what is certain: the operation's name, the entity, and the documented rules of the API.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from scripts.document import Document

_SINGULAR = {
    "Activities": "activity",
    "Deliveries": "delivery",
    "EmailSupports": "support e-mail",
    "FieldsMetadata": "field's metadata",
    "Opportunities": "opportunity",
    "PersonsB2C": "B2C person",
    "Queries": "row",
    "QuotationLines": "quotation line",
    "SupportCases": "support case",
    "TimeExpenses": "time or expense",
}
_PLURAL = {"field's metadata": "fields' metadata", "time or expense": "times and expenses"}


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
    return " ".join(" ".join(re.split("([A-Z]?[a-z]+)", name.replace("_", " "))).split()).lower()


# By operation name; the first pattern that fits. {one}, {many}, {a_one} are the entity, {0} the match.
_SUMMARIES: tuple[tuple[str, str], ...] = (
    (r"who_am_i", "Say whose token it is; what the service answers is not declared."),
    (r"login", "Log in with a user's name and password; gives tokens."),
    (r"api_login", "Log in with an application token (`authCode`); gives an access token for one hour."),
    (r"api_refresh", "Give a new access token and a new refresh token for a refresh token."),
    (r"crm_login", "Log in as a user of the CRM; gives tokens and the user's id."),
    (r"crm_refresh", "Give a new access token and a new refresh token for a user's refresh token."),
    (r"features", "The features of the system and whether they are enabled."),
    (r"by_entity_types", "The system's fields of one entity: labels, types, lengths and list entries."),
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
    (r"list_linked_data", "All linked-data items of {many}."),
    (r"(\w+)_linked_data", "{verb} one linked-data item of {many}."),
    (r"get_linked_setup", "How linked data is set up for {many}; it is on when any field is used."),
    (r"list_hooks", "All hooks on {many}."),
    (r"(\w+)_hook", "{verb} one hook on {many}."),
    (r"create_note", "Add a note to one {one}."),
    (r"delete_(\w+)", "Delete the {0} of one {one}."),
    (r"update_(\w+)", "Change the {0} of one {one}."),
    (r"find_by_create_dates", "The {many} created from one moment on and before another."),
    (r"find_by_update_dates", "The {many} changed from one moment on and before another."),
    (r"by_(\w+)", "The {many} by {0}."),
    (r"(\w+)", "The {0} of one {one}."),
)
_VERBS = {"get": "Give", "create": "Create", "update": "Change", "delete": "Delete"}

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
    entity = noun(tag)
    for pattern, sentence in _SUMMARIES:
        match = re.fullmatch(pattern, name)
        if match:
            word = spaced(match[1]) if match.groups() else ""
            return sentence.format(
                word, one=entity.one, many=entity.many, a_one=entity.a_one, a_0=word and with_article(word),
                verb=_VERBS.get(word, word.capitalize()),
            )  # fmt: skip
    raise AssertionError("The last pattern fits every name.")


def parameter(name: str, schema: Document, tag: str) -> str:
    """Say what a parameter is, with its limits."""
    known = _PARAMETERS.get(name) or _PARAMETERS.get(name[0].lower() + name[1:])
    if known is None and name.lower().endswith("id"):
        whose = spaced(name[:-2]) or noun(tag).one
        known = f"The {whose}'s id."
    sentence = known or f"The {spaced(name)}."
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        sentence += f" {low} to {high}."
    if "default" in schema:
        sentence += f" The service's default is {str(schema['default']).lower()}."
    return sentence


def model(name: str) -> str:
    """Say what a model is."""
    return with_article(spaced(name.removesuffix("Dto"))).capitalize() + ", as the API sends and takes it."


def body_name(reference: str) -> str:
    """Name the argument for a body by its model: `PersonDto` → `person`."""
    return re.sub(r"(?:Create|Update)?Dto$", "", reference)
