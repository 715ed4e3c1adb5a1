"""Numbers as decimals that are written without an exponent."""

from __future__ import annotations

import math
from decimal import Decimal


def exact_decimal(number: float | Decimal) -> Decimal | None:
    """Give a number as the decimal that its shortest digits are; None where it is none, infinite, or beyond a double.

    A subclass, such as numpy's or an enum's, counts as the number that it is, however it shows itself.
    """
    exact = Decimal(float.__repr__(number)) if isinstance(number, float) else Decimal(number)
    if not exact.is_finite():
        return None
    # Of the decimal, for an integer beyond a double has no float at all.
    nearest = float(exact)
    return exact if math.isfinite(nearest) and (nearest or not exact) else None
