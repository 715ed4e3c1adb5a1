"""How many records of each entity a made-up tenant has, and which belongs to which."""

from dataclasses import dataclass
from random import Random

from .seed_words import USERS

_SMALL = 3000


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many records of each entity a tenant has; the first of them say what the persons bring with them."""

    persons: int
    organisations: int
    others: int
    """What the numbers of the other entities are a part of; a big tenant is big in persons and organisations."""

    @classmethod
    def of(cls, persons: int) -> "Numbers":
        """The numbers that go with so many persons."""
        organisations = persons // 3 if persons <= _SMALL else max(_SMALL // 3, persons // 10)
        return cls(persons, max(1, organisations), min(max(persons, 12), _SMALL))

    @property
    def opportunities(self) -> int:
        """How many opportunities there are; the ids of deliveries go on after theirs."""
        return self.others // 6

    @property
    def deliveries(self) -> int:
        """How many deliveries there are."""
        return self.others // 10

    @property
    def activities(self) -> int:
        """How many activities there are."""
        return self.others // 2

    @property
    def products(self) -> int:
        """How many products there are, and as many items of linked data."""
        return self.others // 10

    @property
    def meetings(self) -> int:
        """How many meetings there are."""
        return self.others // 12

    def owner(self, random: Random, id_: int, count: int) -> int:
        """What a record belongs to: the first one of each entity to the first, so that no relation is empty."""
        return 1 if id_ in {1, self.opportunities + 1} else 1 + int(random.random() * count)

    def ids_of(self, path: str) -> tuple[int, int]:
        """The first id of an entity, and how many records it has."""
        few = max(1, self.others // 12)
        counts = {
            "Persons": self.persons,
            "Organisations": self.organisations,
            "Opportunities": self.opportunities,
            "Deliveries": self.deliveries,
            "QuotationLines": 3 * self.deliveries + self.opportunities,
            "Activities": self.activities,
            "Products": self.products,
            "Users": len(USERS),
            "Budgets": 4,
            "Documents": 4,
        }
        return self.opportunities + 1 if path == "Deliveries" else 1, counts.get(path, few)
