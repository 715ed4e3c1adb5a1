"""The operator LIKE, within a time limit. SQLite's own can take for ever on one value, and nothing interrupts it."""

import re
from collections.abc import Callable
from functools import lru_cache

_STEPS_BETWEEN_CHECKS = 2_000_000


class Like:
    """Matches values with patterns in which `%` is any string and `_` any character.

    Args:
        is_over: Returns whether to give up. It is called before each part of a long search.
    """

    def __init__(self, is_over: Callable[[], bool]) -> None:
        self._is_over = is_over

    def __call__(self, pattern: object, value: object) -> bool | None:
        """Return whether a value matches, as SQLite's function `like` does.

        Raises:
            TimeoutError: The search took too long.
        """
        if pattern is None or value is None:
            return None
        text, (first, *others) = str(value), _parts(str(pattern))
        if not others:
            return first.fits(text, 0) and len(text) == first.length
        last = others.pop()
        end = len(text) - last.length
        if not first.fits(text, 0) or end < first.length or not last.fits(text, end):
            return False
        position = first.length
        # Where each part is found first leaves the most for those that follow.
        for part in others:
            found = self._found(part, text, position, end)
            if found is None:
                return False
            position = found + part.length
        return True

    def _found(self, part: "_Part", text: str, start: int, end: int) -> int | None:
        """Return where a part is found first in `text[start:end]`, or None."""
        step = max(1, _STEPS_BETWEEN_CHECKS // max(1, part.length))
        while start + part.length <= end:
            if self._is_over():
                raise TimeoutError
            match = part.regex.search(text, start, min(end, start + step + part.length - 1))
            if match is not None:
                return match.start()
            start += step
        return None


class _Part:
    """A part of a pattern between two `%`."""

    def __init__(self, pattern: str) -> None:
        self.length = len(pattern)
        # Without quantifiers the search never backtracks by more than the length of the part.
        self.regex = re.compile("".join("." if each == "_" else re.escape(each) for each in pattern), re.DOTALL)

    def fits(self, text: str, start: int) -> bool:
        """Return whether the text continues with this part."""
        return self.regex.match(text, start) is not None


@lru_cache(64)
def _parts(pattern: str) -> tuple[_Part, ...]:
    return tuple(_Part(each) for each in re.sub("%+", "%", pattern).split("%"))
