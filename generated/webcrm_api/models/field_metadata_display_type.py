# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import Literal, TypeAlias

FieldMetadataDisplayType: TypeAlias = Literal[
    "C",
    "CPL",
    "D",
    "DA",
    "DAT",
    "DI",
    "DT",
    "DTGMT",
    "EMA",
    "GM",
    "HM",
    "HTML",
    "HX",
    "I",
    "IC",
    "IS",
    "KPI",
    "L",
    "LOGA",
    "LOGP",
    "M",
    "ML",
    "NONE",
    "PI",
    "R",
    "REV",
    "SD",
    "SDI",
    "T",
    "TELE",
    "TM",
    "UI",
]
"""The values in the definition; the service may send others, which are kept as strings."""
