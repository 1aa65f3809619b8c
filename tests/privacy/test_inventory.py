"""The inventory of personal data is whole, names nothing that is not there, and stands in docs/privacy.md."""

import pytest
from django.apps import apps
from django.conf import settings

from innovation_portal.privacy.inventory import (
    fields_that_may_name_people,
    fields_without_people,
    inventory_table,
)
from innovation_portal.privacy.registry import not_personal, registered


def fields_of_the_portal():
    for model in apps.get_models():
        yield from ((model._meta.label, name) for name in fields_that_may_name_people(model))


def told():
    personal = {(one.model, name) for one in registered() for name in one.fields}
    return personal | {tuple(name.rsplit(".", 1)) for name, _reason in fields_without_people()}


@pytest.mark.once
def test_every_field_that_may_name_a_person_is_in_the_inventory_or_says_why_not():
    assert [".".join(each) for each in fields_of_the_portal() if each not in told()] == []


@pytest.mark.once
def test_the_inventory_names_only_what_there_is():
    known = {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
    }
    whole_models = {name for name in not_personal() if name.count(".") == 1}

    assert told() - known == set()
    assert whole_models - {label for label, _name in known} == set()


@pytest.mark.once
def test_what_is_kept_or_found_says_why_and_by_what():
    for one in registered():
        assert one.act != "keep" or one.reason, one.model
        assert one.act != "empty" or one.erase, one.model
        assert set(one.secret) <= {*one.fields, *one.also_exported}, one.model
        assert one.find or one.by_user or one.by_email or one.by_phone or one.by_name, one.model


@pytest.mark.once
def test_the_document_shows_the_inventory():
    text = (settings.BASE_DIR / "docs" / "privacy.md").read_text()

    assert inventory_table() in text
