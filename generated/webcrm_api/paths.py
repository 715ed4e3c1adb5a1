# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The words in the paths of the API. Everything else in a path is a value."""

from __future__ import annotations

from typing import Final

WORDS: Final = frozenset(
    {
        "activities",
        "allactive",
        "apilogin",
        "apirefresh",
        "auth",
        "budgets",
        "bychannel",
        "byorganisation",
        "bypipelinelevel",
        "byresponsible",
        "byresponsible2",
        "bystatus",
        "bysupportcase",
        "connections",
        "converttodelivery",
        "converttoopportunity",
        "crmlogin",
        "crmrefresh",
        "deliveries",
        "documents",
        "download",
        "emailsupports",
        "events",
        "features",
        "fieldsmetadata",
        "findbycreatedates",
        "findbyupdatedates",
        "hooks",
        "linkeddata",
        "linkedsetup",
        "meetings",
        "milestones",
        "move",
        "newestnote",
        "notes",
        "opportunities",
        "organisations",
        "persons",
        "personsb2c",
        "products",
        "queries",
        "quotationlines",
        "relations",
        "revenues",
        "search",
        "settings",
        "supportcases",
        "timeexpenses",
        "users",
    }
)
"""The words, in lower case."""

__all__ = ["WORDS"]
