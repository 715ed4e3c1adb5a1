"""Database images of seeded tenants, cached for tests that start many sandboxes."""

from threading import Lock

from .definition import Definition

_MAX_RECORDS = 1000
"""The largest number of persons of a tenant whose image is cached."""
_MAX_IMAGES = 8
_IMAGES: dict[tuple[Definition, int, int, bool], bytes] = {}
_LOCK = Lock()


def cached_image(definition: Definition, *, seed: int, records: int, plus_null: bool) -> bytes | None:
    """Return the image of a tenant that was seeded before in this process, or None."""
    return _IMAGES.get((definition, seed, records, plus_null))


def cache_image(image: bytes, definition: Definition, *, seed: int, records: int, plus_null: bool) -> None:
    """Cache the image of a seeded tenant, if it is small. The oldest of too many is deleted."""
    if records > _MAX_RECORDS:
        return
    with _LOCK:
        while len(_IMAGES) >= _MAX_IMAGES:
            del _IMAGES[next(iter(_IMAGES))]
        _IMAGES[definition, seed, records, plus_null] = image
