"""Exact decimals, for writing numbers without an exponent."""

from __future__ import annotations

import math
from decimal import Decimal


def exact_decimal(number: float | Decimal) -> Decimal | None:
    """Return the shortest decimal that reads back as the number; None if it is not finite or out of a double's range.

    Args:
        number: An int, float or Decimal, or an instance of a subclass, such as numpy's float64 or an enum member.
    """
    # Not repr(number), which subclasses override.
    exact = Decimal(float.__repr__(number)) if isinstance(number, float) else Decimal(number)
    if not exact.is_finite():
        return None
    # From the decimal, because float() of a huge int raises OverflowError.
    nearest = float(exact)
    return exact if math.isfinite(nearest) and (nearest or not exact) else None
