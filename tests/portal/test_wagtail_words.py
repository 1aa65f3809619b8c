"""The words of Wagtail that the portal translates itself."""

import pytest
from django.utils.translation import gettext, ngettext, override

from innovation_portal.utils import wagtail_editing_words, wagtail_moderation_words, wagtail_words

MODULES = [wagtail_editing_words, wagtail_moderation_words, wagtail_words]
# The same in both languages.
SHARED = {"Status %(status)s", "Status: ", "Minimum", "Snug", "%(field_label)s:", "item", "Format"}


@pytest.mark.parametrize("module", MODULES)
def test_every_word_is_indonesian_and_stands_once(module):
    with override("id"):
        untranslated = {word for word in module.WORDS if gettext(word) == word}

    assert untranslated - SHARED == set()
    assert len(set(module.WORDS)) == len(module.WORDS)


def test_no_word_stands_in_two_modules():
    words = [word for module in MODULES for word in module.WORDS]

    assert len(set(words)) == len(words)


def test_counted_words_are_indonesian():
    with override("id"):
        shown = ngettext("There is %(counter)s match", "There are %(counter)s matches", 2)

    assert shown == "%(counter)s cocok"
