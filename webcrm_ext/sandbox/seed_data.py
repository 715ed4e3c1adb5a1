"""Names and strings of the fictional tenant, a small Nordic company that sells lamps."""

FIRST_NAMES = (
    "Anna", "Bjørn", "Cecilie", "Daniel", "Elin", "Frederik", "Gudrun", "Håkon", "Ida", "Jens", "Karin", "Lars",
    "Maja", "Niels", "Olga", "Per", "Rasmus", "Søren", "Tuula", "Ulrik", "Vibeke", "Åse", "Ægir", "Östen",
)  # fmt: skip
LAST_NAMES = (
    "Andersson", "Berg", "Christensen", "Dahl", "Eriksen", "Friis", "Gran", "Hansen", "Iversen", "Johansson",
    "Kjær", "Lindqvist", "Møller", "Nieminen", "O'Brien", "Pedersen", "Rasmussen", "Sørensen", "Thorsen", "Virtanen",
    "Wåhlin", "Østergaard",
)  # fmt: skip
TITLES = ("Buyer", "Managing director", "Architect", "Electrician", "Accountant", "", "Store manager")
COMPANY_HEADS = (
    "Nordlys", "Fjord", "Birk", "Havn", "Sol", "Gråsten", "Vesterbro", "Åkerö", "Kontor", "Møns", "Polar", "Skagen",
)  # fmt: skip
COMPANY_TAILS = ("Hotel", "Byg", "Interiør", "Skibsbelysning", "Kommune", "Café", "El & Lys", "Butikker", "Arkitekter")
COMPANY_FORMS = ("A/S", "ApS", "AB", "AS", "Oy")
TOWNS = (
    ("1620", "København V", "Denmark", "DK"),
    ("8000", "Aarhus C", "Denmark", "DK"),
    ("111 22", "Stockholm", "Sweden", "SE"),
    ("211 20", "Malmö", "Sweden", "SE"),
    ("0150", "Oslo", "Norge", "NO"),
    ("5003", "Bergen", "Norway", "NO"),
    ("00100", "Helsinki", "Finland", "FI"),
)
STREETS = ("Strandvejen", "Storgatan", "Havnegade", "Kirkeveien", "Mannerheimintie", "Søndergade")
LAMPS = ("Pendant", "Spotlight", "Floor lamp", "Wall lamp", "Bollard", "Dimmer", "Driver 24 V", "LED strip")
SUBJECTS = ("Offer on lamps", "Follow-up of the fair", "Complaint: flicker", "Price list", "Showroom visit")
COMMENTS = (
    "Called back, wants the new catalogue.",
    'Asked for brass & black; "no white".',
    "Ringer igen på mandag.\nHusk målene.",
    "",
)  # fmt: skip
USERS = (
    ("Astrid Holm", "AH", 3), ("Bo Winther", "BW", 2), ("Carina Ek", "CE", 2), ("Dag Solberg", "DS", 2),
    ("Eeva Laine", "EL", 1), ("Finn Krogh", "FK", 1), ("Gerda Lund", "GL", 0), ("Import", "IM", 0),
)  # fmt: skip
