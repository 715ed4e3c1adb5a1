# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import Literal, TypeAlias

PersonB2CHookFilter: TypeAlias = Literal["All", "Owner", "Owner2"]
"""Values that the definition names; the service may send others, which are kept as text."""
