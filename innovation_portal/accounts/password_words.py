"""Words that everybody around the portal would try as a password (OWASP ASVS 5.0, 6.1.2 and 6.2.11)."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Of the portal and of offices; names of the place are in PASSWORD_WORDS, that of the portal and its host are added.
WORDS = {
    *("portal", "inovasi", "innovation", "inovator", "lomba", "kompetisi", "kipp", "sinovik", "iid", "piagam"),
    *("opd", "skpd", "dinas", "badan", "biro", "kantor", "bagian", "kecamatan", "kelurahan", "desa", "rsud"),
    *("pemerintah", "pemprov", "pemkab", "pemkot", "provinsi", "kabupaten", "kota", "daerah", "pemda"),
    *(
        "sekretariat",
        "verifikator",
        "juri",
        "ketua",
        "redaksi",
        "pimpinan",
        "admin",
        "administrator",
        "operator",
        "user",
    ),
    *("kata", "sandi", "katasandi", "rahasia", "password", "masuk", "selamat", "datang", "satu", "indonesia"),
}
# What must stand beside them: letters of a word of one's own, or as many digits and signs as a short password has.
LEAST_OWN_LETTERS, LEAST_OTHER_SIGNS = 5, 8


class WordsOfThePlaceValidator:
    """Refuses a password of which little is left without these words; a validator of Django's.

    Its code is `words_of_the_place`.
    """

    def validate(self, password, user=None):
        letters = list(filter(str.isalpha, password))
        own, others = len(own_letters(password)), len(password) - len(letters)
        if own < len(letters) and own < LEAST_OWN_LETTERS and others < LEAST_OTHER_SIGNS:
            raise ValidationError(
                _(
                    "This password is made of words that everybody here would try, such as the name of the portal or "
                    "of an office. Add words of your own."
                ),
                code="words_of_the_place",
            )

    def get_help_text(self):
        return _("Do not use only words such as the name of the portal, of the province or of an office.")


def own_letters(password: str) -> str:
    """Return the letters of a password that belong to none of the words, the longest words taken first."""
    letters = "".join(filter(str.isalpha, password.lower()))
    for word in sorted(words_of_the_place(), key=len, reverse=True):
        letters = letters.replace(word, "")
    return letters


def words_of_the_place() -> set[str]:
    """Return all words: ours, those of PASSWORD_WORDS, and those in the names of the portal and of its hosts."""
    named = re.findall(r"[^\W\d_]{3,}", " ".join([settings.PORTAL_NAME, *settings.ALLOWED_HOSTS]).lower())
    return WORDS | set(named) | set(_lower(settings.PASSWORD_WORDS))


def _lower(words: Iterable[str]) -> Iterable[str]:
    return (word.lower() for word in words if word)
