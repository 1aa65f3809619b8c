"""The page on which the secretariat sees who keeps which version of a template, and moves submissions on."""

import pytest
from django.urls import reverse

from submissions.models import Edition
from submissions.services.submissions import change_status
from submissions.services.templates import save_edition
from tests.factories.submissions import EditionFactory, InnovationFactory, ReadySubmissionFactory


@pytest.fixture
def edition(db):
    return EditionFactory()


def change_template(edition, secretary, *, limit):
    edited = Edition.objects.get(pk=edition.pk)
    sections = list(edited.sections.all())
    sections[0].word_limit = limit
    edited.sections = sections
    save_edition(edited, actor=secretary)


def page_of(edition):
    return reverse("editions:templates", args=[edition.pk])


def test_page_says_what_has_changed_and_moves_what_is_ticked(office, edition, agency, approver, secretary):
    waits, stays = ReadySubmissionFactory.create_batch(2, edition=edition)
    handed_in = ReadySubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency))
    change_status(handed_in.pk, "submit", actor=approver)
    change_template(edition, secretary, limit=500)

    page = office.get(page_of(edition))

    [use] = page.context["in_use"]
    assert (use.movable, use.other_count) == ([waits, stays], 1)
    assert "berubah: Ringkasan (batas kata 200 → 500)" in page.content.decode()
    assert (
        "1 usulan yang menunggu persetujuan, sudah diajukan, atau sudah berakhir tidak diubah."
        in page.content.decode()
    )

    done = office.post(page_of(edition), {"submissions": [waits.pk]}, follow=True)

    assert [str(message).strip() for message in done.context["messages"]] == ["1 usulan dipindahkan."]
    assert done.context["in_use"][0].movable == [stays]


def test_nothing_ticked_is_said(office, edition, secretary):
    draft = ReadySubmissionFactory(edition=edition)
    change_template(edition, secretary, limit=500)

    page = office.post(page_of(edition), {})

    assert page.context["form"].errors == {"submissions": ["Pilih paling sedikit satu usulan."]}
    draft.refresh_from_db()
    assert draft.earlier_template is not None


def test_submission_of_another_edition_is_not_moved(office, edition, secretary):
    other = ReadySubmissionFactory()
    change_template(other.edition, secretary, limit=500)

    page = office.post(page_of(edition), {"submissions": [other.pk]})

    assert page.context["form"].errors == {
        "submissions": ["Salah satu usulan sudah diajukan atau dipindahkan sementara itu."]
    }
    other.refresh_from_db()
    assert other.earlier_template is not None


def test_edition_shows_the_way_there_once_there_are_versions(office, edition, secretary):
    edit = reverse("editions:edit", args=[edition.pk])
    assert page_of(edition) not in office.get(edit).content.decode()

    ReadySubmissionFactory(edition=edition)
    change_template(edition, secretary, limit=500)

    assert page_of(edition) in office.get(edit).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_does_not_grow_with_submissions(office, edition, secretary, count, django_assert_num_queries):
    ReadySubmissionFactory.create_batch(count, edition=edition)
    change_template(edition, secretary, limit=500)
    office.get(page_of(edition))

    with django_assert_num_queries(17):
        page = office.get(page_of(edition))

    assert len(page.context["in_use"][0].movable) == count
