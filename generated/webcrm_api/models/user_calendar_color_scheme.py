# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import Literal, TypeAlias

UserCalendarColorScheme: TypeAlias = Literal[
    "Dashboard",
    "Scheme0",
    "Scheme1",
    "Scheme2",
    "Scheme3",
    "Scheme4",
    "Scheme5",
    "Scheme6",
    "Scheme7",
    "Scheme8",
    "Scheme9",
]
"""The values in the definition; the service may send others, which are kept as strings."""
