"""Somebody whose data is looked for: with an account, or by what they left with the portal."""

import re
from dataclasses import dataclass

from innovation_portal.accounts.models import User

# As Indonesian numbers are written, so that no amount and no date is taken for one: 0812-3456-7890, +62 812 …, (024) …
NUMBER = r"^\s*(?:\+\s?62|62|\(?0)[\d\s./()-]{7,}$"
COUNTRY_CODE = re.compile(r"^(?:62|0)")


@dataclass(frozen=True)
class Person:
    """Whatever is known of somebody; at least one of the four. Names are compared whole, without regard to case."""

    user: User | None = None
    email: str = ""
    phone: str = ""
    name: str = ""

    def __str__(self):
        return self.email or self.phone or self.name


def person_of(user: User) -> Person:
    """Return the person of an account. The name is left out: others may have the same."""
    return Person(user=user, email=user.email)


def person_by(*, email: str = "", phone: str = "", name: str = "") -> Person:
    """Return the person of an address, a telephone number or a name, with the account of the address if there is."""
    email = email.strip().lower()
    user = User.objects.filter(email__iexact=email).first() if email else None
    return Person(user=user, email=email, phone=phone.strip(), name=" ".join(name.split()))


def same_phone(one: str, other: str) -> bool:
    """Say whether two telephone numbers are the same, however they are typed: 0812-3456, +62 812 3456."""
    return bool(_digits(one)) and _digits(one) == _digits(other)


def _digits(phone: str) -> str:
    return COUNTRY_CODE.sub("", re.sub(r"\D", "", phone))
