"""The plan of the fictional tenant: how many records, which belongs to which, and what is ordered at what price.

What two records have in common is derived from the seed and an id, so that each can be generated alone.
"""

from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from .seed_data import LAMPS, USERS

_SMALL = 3000
_LINES_OF_A_DELIVERY = 3


class Article(NamedTuple):
    """An article of the catalogue."""

    code: str
    name: str
    price: float


class QuotationLine(NamedTuple):
    """A quotation line: the id of its delivery or opportunity, the article and the quantity."""

    owner: int
    article: Article
    quantity: int


@dataclass(frozen=True, slots=True)
class SeedPlan:
    """The numbers of records of a tenant, and the relations between them."""

    persons: int
    organisations: int
    others: int
    """The base for the numbers of other entities. Only persons and organisations grow without a limit."""
    seed: int

    @classmethod
    def of(cls, persons: int, seed: int) -> "SeedPlan":
        """Return the plan for a number of persons."""
        organisations = persons // 3 if persons <= _SMALL else max(_SMALL // 3, persons // 10)
        return cls(persons, max(1, organisations), min(max(persons, 12), _SMALL), seed)

    @property
    def opportunities(self) -> int:
        """The number of opportunities. The ids of deliveries continue after theirs."""
        return self.others // 6

    @property
    def deliveries(self) -> int:
        """The number of deliveries."""
        return self.others // 10

    @property
    def activities(self) -> int:
        """The number of activities."""
        return self.others // 2

    @property
    def products(self) -> int:
        """The number of products, and of linked-data items."""
        return self.others // 10

    @property
    def meetings(self) -> int:
        """The number of meetings."""
        return self.others // 12

    def organisation(self, name: str, id_: int) -> int:
        """Return the organisation of a record. The first record of each entity has the first organisation."""
        return 1 if self._is_first(id_) else 1 + self._derived(self.organisations, f"{name} {id_} organisation")

    def party(self, name: str, id_: int) -> tuple[int, int]:
        """Return the organisation of a record and one of its persons, or 0 for no person."""
        if self._is_first(id_):
            return 1, 1
        if self._derived(10, f"{name} {id_} has a person") < 3:  # noqa: PLR2004 - three in ten have none
            return self.organisation(name, id_), 0
        person = 1 + self._derived(self.persons, f"{name} {id_} person")
        return self.organisation("Person", person), person

    def article(self, number: int) -> Article:
        """Return an article of the catalogue; numbers begin at 1."""
        return Article(
            f"LAMP-{number:04}", LAMPS[number % len(LAMPS)], (1 + self._derived(200_000, f"price {number}")) / 100
        )

    def quotation_line(self, id_: int) -> QuotationLine:
        """Return a quotation line. Each delivery has three, and after those each opportunity has one."""
        number, of_deliveries = id_ - 1, _LINES_OF_A_DELIVERY * self.deliveries
        owner = (
            self.opportunities + number // _LINES_OF_A_DELIVERY if number < of_deliveries else number - of_deliveries
        )
        article = self.article(1 + self._derived(self.products, f"line {id_} article"))
        return QuotationLine(1 + owner, article, 1 + self._derived(20, f"line {id_} quantity"))

    def order_value(self, owner: int) -> float:
        """Return the sum of the quotation lines of a delivery or an opportunity."""
        if owner > self.opportunities:
            first = 1 + _LINES_OF_A_DELIVERY * (owner - self.opportunities - 1)
            ids = range(first, first + _LINES_OF_A_DELIVERY)
        else:
            first = _LINES_OF_A_DELIVERY * self.deliveries + owner
            ids = range(first, first + 1)
        return round(sum(each.quantity * each.article.price for each in map(self.quotation_line, ids)), 2)

    def ids_of(self, path: str) -> tuple[int, int]:
        """Return the first id of an entity and its number of records."""
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

    def _derived(self, count: int, what: str) -> int:
        """Return a number from 0 and below `count`, which depends only on the seed and `what`."""
        digest = blake2b(f"{self.seed} {what}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") % count
