"""Store what a visitor typed into a web form: a person, known by e-mail, or a new one.

echo '{"email": "ada@example.com", "Last name": "Lovelace", "Consent given": "ja"}' | python docs/examples/web_form.py
"""

import json
import sys

from webcrm_api.models import PersonDto

from webcrm_ext import InvalidValuesError, WebCRM


def main(form: dict[str, str]) -> int:
    with WebCRM() as crm:
        email = form.pop("email")
        person = crm.persons.find(person_email=email, limit=1).first() or PersonDto(person_id=0, person_email=email)
        view = crm.custom(person)
        try:
            view.update(form, parse=True)
        except InvalidValuesError as error:
            print(*error.errors.values(), sep="\n", file=sys.stderr)
            return 1
        if person.person_id:
            view.save()
        else:
            person.person_id = crm.persons.create(person)
        print(person)
    return 0


if __name__ == "__main__":
    sys.exit(main(json.load(sys.stdin)))
