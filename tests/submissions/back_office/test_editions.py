from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from innovation_portal.utils import clock
from submissions.enums import EditionState, StageKind
from submissions.models import Edition, Obligation
from submissions.services.edition_template import create_edition_from_template
from tests.factories.submissions import (
    AgencyFactory,
    AnswerFactory,
    EditionFactory,
    ObligationFactory,
    StageFactory,
    SubmissionFactory,
)

FIELDS = [
    "year",
    "name",
    "theme",
    "required_count",
    "quota",
    "minimum_age_months",
    "grace_minutes",
    "correction_days",
    "replication_days",
    "judges_per_entry",
    "catalogue_policy",
    "board_openness",
    "registration_code",
]
PARTS = {
    "stages": ["kind", "opens_at", "closes_at"],
    "categories": ["name", "description"],
    "groups": [
        "code",
        "name",
        "description",
        "is_for_replications",
        "minimum_age_months",
        "former_winners",
        "top_awards",
    ],
    "agency_quotas": ["agency_kind", "region", "minimum", "maximum"],
    "sections": [
        "code",
        "title",
        "guidance",
        "example",
        "kind",
        "word_limit",
        "options",
        "unit",
        "for_groups",
        "is_required",
        "needs_evidence",
    ],
    "declarations": ["code", "text", "is_required"],
    "reason_codes": ["code", "text"],
    "reminders": ["days", "audience", "is_on"],
}


def form_of(edition, **changes):
    """The data of the edit form as a browser would send it, with some lists of rows replaced."""
    data = {field: getattr(edition, field) for field in FIELDS}
    for part, fields in PARTS.items():
        rows = [
            {"id": row.pk, **{field: as_typed(getattr(row, field)) for field in fields}}
            for row in getattr(edition, part).all()
        ]
        rows = changes.get(part, rows)
        data[part] = inline_formset(rows, initial=sum("id" in row for row in rows))
    return nested_form_data({**data, **{name: value for name, value in changes.items() if name not in PARTS}})


def as_typed(value):
    """A moment as the date picker writes it; other values as they are; a tick box that is off is not sent."""
    if hasattr(value, "astimezone"):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return value or ""


@pytest.fixture
def prepared(db):
    return EditionFactory(state=EditionState.PREPARATION)


def test_new_edition_starts_from_the_template(office):
    response = office.post(reverse("editions:add"), {"year": 2027, "name": "", "theme": "Berdampak"})

    edition = Edition.objects.get()
    assert response.url == reverse("editions:edit", args=[edition.pk])
    assert (edition.year, edition.name, edition.theme) == (
        2027,
        "Kompetisi Inovasi Pelayanan Publik 2027",
        "Berdampak",
    )
    assert edition.sections.count() == 15


@pytest.mark.parametrize("year", ["", "dua ribu", "1990", "2026"])
def test_year_that_cannot_be_is_said_beside_the_field_and_keeps_the_rest(office, year):
    EditionFactory(year=2026)

    response = office.post(reverse("editions:add"), {"year": year, "theme": "Berdampak"})

    form = response.context["form"]
    assert list(form.errors) == ["year"]
    assert form["theme"].value() == "Berdampak"
    assert Edition.objects.count() == 1


def test_edition_is_edited_with_its_parts(office, prepared):
    stage = prepared.stages.get()
    later = stage.closes_at + timedelta(days=7)
    row = {"id": stage.pk, "kind": stage.kind, "opens_at": as_typed(stage.opens_at), "closes_at": as_typed(later)}

    response = office.post(reverse("editions:edit", args=[prepared.pk]), form_of(prepared, quota=7, stages=[row]))

    prepared.refresh_from_db()
    assert response.url == reverse("editions:index")
    assert prepared.quota == 7
    assert as_typed(prepared.stages.get().closes_at) == as_typed(later)


def test_stage_that_closes_before_it_opens_is_refused_in_its_row(office, prepared):
    now = clock.now()
    stage = {"kind": "judging", "opens_at": as_typed(now), "closes_at": as_typed(now - timedelta(days=1))}

    response = office.post(reverse("editions:edit", args=[prepared.pk]), form_of(prepared, stages=[stage]))

    assert response.context["form"].formsets["stages"].forms[0].non_field_errors() == [
        "Tahapan harus ditutup setelah dibuka."
    ]
    assert prepared.stages.get().kind == StageKind.REGISTRATION


def test_two_stages_of_one_kind_are_refused(office, prepared):
    now = clock.now()
    stage = {"kind": "judging", "opens_at": as_typed(now), "closes_at": as_typed(now + timedelta(days=1))}

    response = office.post(reverse("editions:edit", args=[prepared.pk]), form_of(prepared, stages=[stage, stage]))

    assert response.status_code == 200
    assert not response.context["form"].formsets["stages"].is_valid()
    assert prepared.stages.get().kind == StageKind.REGISTRATION


def test_section_may_only_name_groups_of_the_edition(office, prepared):
    section = {
        "code": "inspirasi",
        "title": "Inspirasi",
        "kind": "text",
        "word_limit": "100",
        "for_groups": "umum, replikasi",
    }
    groups = [{"code": "umum", "name": "Umum", "former_winners": "any"}]
    address = reverse("editions:edit", args=[prepared.pk])

    refused = office.post(address, form_of(prepared, sections=[section], groups=groups))

    assert refused.context["form"].formsets["sections"].forms[0].errors == {
        "for_groups": ["Tidak ada kelompok dengan kode replikasi."]
    }
    assert not prepared.groups.exists()

    groups.append({"code": "replikasi", "name": "Replikasi", "former_winners": "any"})
    assert office.post(address, form_of(prepared, sections=[section], groups=groups)).status_code == 302
    assert list(prepared.groups.values_list("code", flat=True)) == ["umum", "replikasi"]


def test_group_that_sorts_winners_names_their_awards(office, prepared):
    groups = [{"code": "umum", "name": "Umum", "former_winners": "excluded", "top_awards": ""}]

    response = office.post(reverse("editions:edit", args=[prepared.pk]), form_of(prepared, groups=groups))

    assert response.context["form"].formsets["groups"].forms[0].non_field_errors() == [
        "Sebutkan penghargaan yang menjadikannya mantan pemenang."
    ]


def test_two_sections_of_one_code_are_refused(office, prepared):
    section = {"code": "ringkasan", "title": "Ringkasan", "kind": "text", "word_limit": "200"}

    response = office.post(
        reverse("editions:edit", args=[prepared.pk]), form_of(prepared, sections=[section, section])
    )

    assert response.context["form"].formsets["sections"].non_form_errors() == [
        "Dua baris memiliki kode yang sama. Setiap baris harus berbeda."
    ]
    assert prepared.sections.count() == 2


def test_category_in_use_cannot_be_deleted(office):
    edition = EditionFactory()
    submission = SubmissionFactory(edition=edition)
    rows = [{"id": submission.category_id, "name": submission.category.name, "DELETE": "on"}]

    response = office.post(reverse("editions:edit", args=[edition.pk]), form_of(edition, categories=rows))

    assert [str(message).strip() for message in response.context["messages"]] == [
        "Kategori, kelompok, atau alasan tidak dapat dihapus setelah dipakai."
    ]
    assert edition.categories.filter(pk=submission.category_id).exists()


def test_saving_a_template_in_use_unchanged_makes_no_version(office):
    edition = EditionFactory()
    edition.sections.update(guidance="Apa masalahnya?\nSiapa yang mengalaminya?")
    answer = AnswerFactory(submission=SubmissionFactory(edition=edition))
    data = {name: str(value).replace("\n", "\r\n") for name, value in form_of(edition, theme="Berdampak").items()}

    office.post(reverse("editions:edit", args=[edition.pk]), data)

    edition.refresh_from_db()
    assert (edition.theme, edition.earlier_templates.count()) == ("Berdampak", 0)
    assert answer.section in edition.sections.all()


def test_section_with_an_answer_is_deleted_for_those_who_begin_later(office):
    edition = EditionFactory()
    answer = AnswerFactory(submission=SubmissionFactory(edition=edition))
    first, second = edition.sections.all()
    rows = [
        {"id": row.pk, "code": row.code, "title": row.title, "kind": "text", "word_limit": 200}
        for row in (first, second)
    ]
    rows[0]["DELETE"] = "on"
    rows[1]["guidance"] = "Apa yang berubah?\r\nBagi siapa?"

    page = office.post(reverse("editions:edit", args=[edition.pk]), form_of(edition, sections=rows), follow=True)

    said, _saved = [str(message) for message in page.context["messages"]]
    assert "Ini sekarang templat versi 2. 1 usulan tetap memakai versi saat usulan itu dimulai." in said
    assert reverse("editions:templates", args=[edition.pk]) in said
    answer.refresh_from_db()
    assert answer.section == first
    assert [(row.code, row.guidance) for row in edition.sections.all()] == [
        ("signifikansi", "Apa yang berubah?\nBagi siapa?")
    ]
    assert [row.code for row in edition.earlier_templates.get().sections.all()] == ["ringkasan", "signifikansi"]


def test_page_that_was_open_while_somebody_changed_the_template_overwrites_nothing(office):
    edition = EditionFactory()
    SubmissionFactory(edition=edition)
    address = reverse("editions:edit", args=[edition.pk])
    opened = form_of(edition, theme="Tema lain")
    renamed = form_of(edition)
    renamed["sections-0-title"] = "Ringkas"
    office.post(address, renamed)

    page = office.post(address, opened)

    assert page.context["form"].non_field_errors() == [
        "Orang lain telah mengubah templat sementara itu. "
        "Simpan tulisan Anda di tempat lain, lalu buka lagi edisi ini."
    ]
    edition.refresh_from_db()
    assert edition.theme == ""
    assert [row.title for row in edition.sections.all()] == ["Ringkas", "Signifikansi"]
    assert edition.earlier_templates.get().sections.count() == 2


def test_opening_is_asked_then_done(office, prepared):
    AgencyFactory()
    address = reverse("editions:open", args=[prepared.pk])

    assert office.get(address).status_code == 200
    prepared.refresh_from_db()
    assert prepared.state == EditionState.PREPARATION

    office.post(address)
    prepared.refresh_from_db()
    assert prepared.state == EditionState.OPEN
    assert Obligation.objects.count() == 1


def test_opening_an_empty_edition_names_what_is_missing(office):
    empty = EditionFactory(state=EditionState.PREPARATION, sections=[], declarations=[], categories=[])

    response = office.post(reverse("editions:open", args=[empty.pk]))

    assert response.context["form"].non_field_errors() == [
        "Belum ada kategori.",
        "Belum ada aspek proposal.",
        "Belum ada pernyataan.",
    ]


def test_finishing_ends_an_open_edition(office):
    edition = EditionFactory()

    office.post(reverse("editions:finish", args=[edition.pk]))

    edition.refresh_from_db()
    assert edition.state == EditionState.FINISHED


def test_history_names_the_steps(office, secretary):
    edition = create_edition_from_template(2026, actor=secretary)
    office.post(reverse("editions:open", args=[edition.pk]))

    response = office.get(reverse("editions:history", args=[edition.pk]))

    assert "Edisi dibuka" in response.content.decode()


def test_open_edition_cannot_be_deleted(office):
    edition = EditionFactory()

    office.post(reverse("editions:delete", args=[edition.pk]))

    assert Edition.objects.filter(pk=edition.pk).exists()


@pytest.mark.parametrize("name", ["edit", "open", "finish", "delete", "history"])
def test_verifier_gets_into_no_edition(client, verifier, prepared, name):
    client.force_login(verifier)

    response = client.post(reverse(f"editions:{name}", args=[prepared.pk]), {"name": "Diretas"})

    before = prepared.name
    prepared.refresh_from_db()
    assert response.url == reverse("wagtailadmin_home")
    assert (prepared.name, prepared.state) == (before, EditionState.PREPARATION)


@pytest.mark.parametrize("count", [1, 3])
def test_edition_list_query_count_is_constant(office, count, django_assert_num_queries):
    for _each in range(count):
        StageFactory(edition=EditionFactory())
    office.get(reverse("editions:index"))

    with django_assert_num_queries(12):
        response = office.get(reverse("editions:index"))

    assert len(response.context["object_list"]) == count


def test_agency_is_exempted_with_a_reason_and_the_exemption_lifted(office):
    obligation = ObligationFactory()
    address = reverse("obligations:exempt", args=[obligation.pk])

    refused = office.post(address, {"reason": " "})
    assert list(refused.context["form"].errors) == ["reason"]

    office.post(address, {"reason": "Baru dibentuk."})
    obligation.refresh_from_db()
    assert (obligation.is_exempt, obligation.exemption_reason) == (True, "Baru dibentuk.")

    office.post(reverse("obligations:lift", args=[obligation.pk]))
    obligation.refresh_from_db()
    assert not obligation.is_exempt


@pytest.mark.parametrize(
    ("closes_at", "reason", "wrong"),
    [
        ("kemarin", "Banjir.", ["closes_at"]),
        ("2020-01-01 16:00", "Banjir.", ["closes_at"]),
        ("2099-01-01 16:00", "", ["reason"]),
        ("", "", ["closes_at", "reason"]),
    ],
)
def test_extension_that_cannot_be_is_said_beside_its_field(office, closes_at, reason, wrong):
    obligation = ObligationFactory()

    response = office.post(
        reverse("obligations:extend", args=[obligation.pk]), {"closes_at": closes_at, "reason": reason}
    )

    assert list(response.context["form"].errors) == wrong
    assert obligation.edition.extensions.count() == 0


def test_extension_is_granted(office):
    obligation = ObligationFactory()
    closes_at = obligation.edition.stages.get().closes_at + timedelta(days=2)

    office.post(
        reverse("obligations:extend", args=[obligation.pk]), {"closes_at": as_typed(closes_at), "reason": "Banjir."}
    )

    extension = obligation.edition.extensions.get()
    assert (extension.agency, as_typed(extension.closes_at)) == (obligation.agency, as_typed(closes_at))


@pytest.mark.parametrize("name", ["exempt", "lift", "extend"])
def test_verifier_changes_no_obligation(client, verifier, name):
    obligation = ObligationFactory(is_exempt=name == "lift", exemption_reason="Digabung." if name == "lift" else "")
    client.force_login(verifier)

    client.post(reverse(f"obligations:{name}", args=[obligation.pk]), {"reason": "x", "closes_at": "2099-01-01 16:00"})

    before = obligation.is_exempt
    obligation.refresh_from_db()
    assert obligation.is_exempt == before
    assert obligation.edition.extensions.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_obligation_list_query_count_is_constant(office, count, django_assert_num_queries):
    edition = EditionFactory()
    for _each in range(count):
        ObligationFactory(edition=edition)
    office.get(reverse("obligations:index"))

    with django_assert_num_queries(13):
        response = office.get(reverse("obligations:index"))

    assert len(response.context["object_list"]) == count
