"""Numbers as decimals, which can be written without an exponent."""

from __future__ import annotations

import math
from decimal import Decimal


def exact_decimal(number: float | Decimal) -> Decimal | None:
    """Return a number as the decimal of its shortest digits; None if it is NaN, infinite, or out of a double's range.

    A subclass, such as numpy's or an enum's, is written as its number; its repr is ignored.
    """
    # Not repr(number), which subclasses override.
    exact = Decimal(float.__repr__(number)) if isinstance(number, float) else Decimal(number)
    if not exact.is_finite():
        return None
    # Converted from the decimal, because a very large integer raises.
    nearest = float(exact)
    return exact if math.isfinite(nearest) and (nearest or not exact) else None
