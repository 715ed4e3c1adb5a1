# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import Literal, TypeAlias

BudgetType: TypeAlias = Literal[
    "AllOpportunitiesAndDeliveries",
    "Opportunity1stOr2ndResponsible",
    "Opportunity1stResponsible",
    "Opportunity2ndResponsible",
    "OpportunityMainProductService",
    "OpportunitySearchLabel1",
    "OpportunitySearchLabel2",
    "Organisation1stOr2ndResponsible",
    "Organisation1stResponsible",
    "Organisation2ndResponsible",
    "OrganisationIndustry",
    "OrganisationTerritory",
    "OrganisationType",
    "SpecificOrganisation",
    "Undefined",
]
"""The values in the definition; the service may send others, which are kept as strings."""
