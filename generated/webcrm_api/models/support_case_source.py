# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import Literal, TypeAlias

SupportCaseSource: TypeAlias = Literal["Email", "Fax", "LandingPage", "Other", "Telephone", "Unknown", "Website"]
"""The values in the definition; the service may send others, which are kept as strings."""
