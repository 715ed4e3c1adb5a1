"""How many records of each entity a made-up tenant has, which belongs to which, and what is ordered at what price.

What two records must agree on is drawn from the seed and an id, so that each is made without the other at hand.
"""

from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from .seed_data import LAMPS, USERS

_SMALL = 3000
_LINES_OF_A_DELIVERY = 3


class Article(NamedTuple):
    """A lamp of the catalogue."""

    code: str
    name: str
    price: float


class Line(NamedTuple):
    """A quotation line: the delivery or opportunity that it stands in, what is ordered, and how many."""

    owner: int
    article: Article
    quantity: int


@dataclass(frozen=True, slots=True)
class SeedPlan:
    """How many records of each entity a tenant has; the first of them say what the persons bring with them."""

    persons: int
    organisations: int
    others: int
    """What the plan of the other entities are a part of; a big tenant is big in persons and organisations."""
    seed: int

    @classmethod
    def of(cls, persons: int, seed: int) -> "SeedPlan":
        """The plan that go with so many persons."""
        organisations = persons // 3 if persons <= _SMALL else max(_SMALL // 3, persons // 10)
        return cls(persons, max(1, organisations), min(max(persons, 12), _SMALL), seed)

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

    def organisation(self, name: str, id_: int) -> int:
        """The organisation of a record: the first one of each entity has the first, so that no relation is empty."""
        return 1 if self._is_first(id_) else 1 + self._drawn(self.organisations, f"{name} {id_} organisation")

    def party(self, name: str, id_: int) -> tuple[int, int]:
        """The organisation that a record belongs to, and one of its persons; not every record has a person, but 0."""
        if self._is_first(id_):
            return 1, 1
        if self._drawn(10, f"{name} {id_} has a person") < 3:  # noqa: PLR2004 - three in ten have none
            return self.organisation(name, id_), 0
        person = 1 + self._drawn(self.persons, f"{name} {id_} person")
        return self.organisation("Person", person), person

    def article(self, number: int) -> Article:
        """An article of the catalogue, from 1."""
        return Article(
            f"LAMP-{number:04}", LAMPS[number % len(LAMPS)], (1 + self._drawn(200_000, f"price {number}")) / 100
        )

    def line(self, id_: int) -> Line:
        """A quotation line: three stand in each delivery, and after those one in each opportunity."""
        number, of_deliveries = id_ - 1, _LINES_OF_A_DELIVERY * self.deliveries
        owner = (
            self.opportunities + number // _LINES_OF_A_DELIVERY if number < of_deliveries else number - of_deliveries
        )
        article = self.article(1 + self._drawn(self.products, f"line {id_} article"))
        return Line(1 + owner, article, 1 + self._drawn(20, f"line {id_} quantity"))

    def order_value(self, owner: int) -> float:
        """What the quotation lines of a delivery or an opportunity come to."""
        if owner > self.opportunities:
            first = 1 + _LINES_OF_A_DELIVERY * (owner - self.opportunities - 1)
            ids = range(first, first + _LINES_OF_A_DELIVERY)
        else:
            first = _LINES_OF_A_DELIVERY * self.deliveries + owner
            ids = range(first, first + 1)
        return round(sum(line.quantity * line.article.price for line in map(self.line, ids)), 2)

    def ids_of(self, path: str) -> tuple[int, int]:
        """The first id of an entity, and how many records it has."""
        few = max(1, self.others // 12)
        counts = {
            "Persons": self.persons,
            "Organisations": self.organisations,
            "Opportunities": self.opportunities,
            "Deliveries": self.deliveries,
            "QuotationLines": _LINES_OF_A_DELIVERY * self.deliveries + self.opportunities,
            "Activities": self.activities,
            "Products": self.products,
            "Users": len(USERS),
            "Budgets": 4,
            "Documents": 4,
        }
        return self.opportunities + 1 if path == "Deliveries" else 1, counts.get(path, few)

    def _is_first(self, id_: int) -> bool:
        return id_ in {1, self.opportunities + 1}

    def _drawn(self, count: int, what: str) -> int:
        """A number from 0 and below `count`: always the same one for the same seed and words."""
        digest = blake2b(f"{self.seed} {what}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") % count
