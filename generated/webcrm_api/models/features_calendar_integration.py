# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import Literal, TypeAlias

FeaturesCalendarIntegration: TypeAlias = Literal["Disabled", "Enabled"]
"""The values in the definition; the service may send others, which are kept as strings."""
