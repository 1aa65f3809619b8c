"""What of a section was written before, in other submissions of the agency."""

import pytest
from django.urls import reverse

from submissions.models import Submission
from submissions.selectors.resemblance import nearest_resemblances, resemblances_of
from submissions.selectors.verification import dossier_of
from submissions.services.submissions import change_status
from submissions.services.versions import payload_of
from tests.factories.submissions import EditionFactory, InnovationFactory, ReadySubmissionFactory

OLD = "Setiap hari 340 pasien menunggu obat di satu apotek dan 31 persen pulang sebelum obatnya siap."
NEW = f"Kini ada dua apotek. {OLD} Namun tahun ini masalahnya lain sama sekali dari sebelumnya."


def entry(agency, year, text):
    submission = ReadySubmissionFactory(
        edition=EditionFactory(year=year), innovation=InnovationFactory(agency=agency, title=f"Inovasi {year}")
    )
    submission.answers.filter(section__code="ringkasan").update(text=text)
    submission.answers.exclude(section__code="ringkasan").update(text=f"Yang lain tentang {year}.")
    return submission


@pytest.fixture
def earlier(agency, approver):
    return change_status(entry(agency, 2025, OLD).pk, "submit", actor=approver)


@pytest.fixture
def draft(agency, earlier):
    return entry(agency, 2026, NEW)


def marked(runs):
    return [run.text.strip() for run in runs if not run.is_changed]


def test_passage_of_an_earlier_year_is_found_with_its_share(draft, earlier):
    [found] = resemblances_of(draft, NEW)

    assert found.version.submission == earlier
    assert found.section_title == "Ringkasan"
    assert found.percent == round(100 * len(OLD.split()) / len(NEW.split()))
    assert marked(found.texts.before) == marked(found.texts.after) == [OLD]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Setiap hari 340 pasien menunggu",  # five words: a turn of phrase
        "Obat diantar ke rumah. " * 20 + OLD[:60],  # a small part of a long text
    ],
)
def test_what_is_short_or_a_small_part_is_not_named(draft, text):
    assert resemblances_of(draft, text) == []


def test_text_that_moved_to_another_section_is_found(draft, earlier):
    draft.answers.filter(section__code="ringkasan").update(text="")
    draft.answers.filter(section__code="signifikansi").update(text=OLD)
    [(title, found)] = nearest_resemblances(draft, payload_of(Submission.objects.get(pk=draft.pk)))

    assert (title, found.section_title, found.percent) == ("Signifikansi", "Ringkasan", 100)


def test_drafts_and_other_agencies_are_not_compared_with(draft, earlier):
    Submission.objects.filter(pk=earlier.pk).update(innovation=InnovationFactory())
    entry(draft.innovation.agency, 2024, OLD)  # never handed in

    assert resemblances_of(draft, NEW) == []


def test_page_shows_both_texts_to_the_agency(client, operator, draft):
    client.force_login(operator)
    section = draft.edition.sections.get(code="ringkasan")

    page = client.get(reverse("submissions:section-resemblance", args=[draft.pk, section.pk])).content.decode()

    share = round(100 * len(OLD.split()) / len(NEW.split()))
    assert f"{share}% sudah pernah ditulis" in page
    assert page.count(f"<mark>{OLD}") == 2


def test_verifier_sees_where_it_stood_before(draft, approver, earlier):
    change_status(draft.pk, "submit", actor=approver)

    dossier = dossier_of(Submission.objects.get(pk=draft.pk))

    assert [(title, found.version.submission) for title, found in dossier.resemblances] == [("Ringkasan", earlier)]


def test_comparing_costs_one_query_however_many_submissions_there_are(
    draft, agency, approver, django_assert_num_queries
):
    for year in (2022, 2023, 2024):
        change_status(entry(agency, year, OLD).pk, "submit", actor=approver)
    draft = Submission.objects.select_related("innovation").get(pk=draft.pk)

    with django_assert_num_queries(1):
        assert len(resemblances_of(draft, NEW)) == 3
