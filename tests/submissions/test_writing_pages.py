from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from innovation_portal.utils import clock
from submissions.enums import EditionState
from submissions.forms.writing import MOST_AT_ONCE
from submissions.models import Evidence, Innovation, Submission
from submissions.services.drafts import save_answer
from submissions.services.submissions import change_status
from tests.factories.files import PDF
from tests.factories.submissions import (
    AnswerFactory,
    EditionFactory,
    GroupFactory,
    InnovationFactory,
    LinkFactory,
    MembershipFactory,
    ReadySubmissionFactory,
    SectionFactory,
    SubmissionFactory,
)


@pytest.fixture
def edition(db):
    return EditionFactory()


@pytest.fixture
def draft(agency, edition):
    return SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency, title="Kasa Berbuntut"))


@pytest.fixture
def section(draft):
    return draft.edition.sections.get(code="signifikansi")


@pytest.fixture
def writer(client, operator):
    client.force_login(operator)
    return client


def section_url(draft, section):
    return reverse("submissions:section-edit", args=[draft.pk, section.pk])


def errors_of(response):
    return {field: list(errors) for field, errors in response.context["form"].errors.items()}


# Starting


def test_start_saves_a_draft_and_leads_to_the_first_section(writer, agency, edition):
    url = reverse("submissions:submission-start", args=[agency.pk])

    response = writer.post(url, {"title": "Antrean dari Rumah", "lineage": "new", "revision": 0, "action": "save"})

    submission = Submission.objects.get()
    assert submission.innovation.title == "Antrean dari Rumah"
    first = edition.sections.first()
    assert response.status_code == 302
    assert response.url == reverse("submissions:section-edit", args=[submission.pk, first.pk])


def test_start_names_every_wrong_value_beside_its_field_and_keeps_what_was_typed(writer, agency, edition):
    url = reverse("submissions:submission-start", args=[agency.pk])
    typed = {"title": "a" * 201, "lineage": "new", "revision": 0, "started_on": "31-02-2025", "summary": "Ringkas."}

    response = writer.post(url, typed)

    assert set(errors_of(response)) == {"title", "started_on"}
    assert response.context["form"]["summary"].value() == "Ringkas."
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"started_on": "2099-01-01"}, "started_on"),
        ({"lineage": "development"}, "source"),
        ({"lineage": "replication", "source": "999999"}, "source"),
        ({"lineage": "tiruan"}, "lineage"),
        ({"goals": ["3", "18"]}, "goals"),
        ({"category": "999999"}, "category"),
    ],
)
def test_start_refuses_what_cannot_be_true(writer, agency, edition, typed, field):
    url = reverse("submissions:submission-start", args=[agency.pk])

    response = writer.post(url, {"title": "Antrean", "lineage": "new", "revision": 0, **typed})

    assert set(errors_of(response)) == {field}
    assert not Submission.objects.exists()


def offered_sources(response):
    """The innovations that may be chosen, by the heading under which they stand."""
    groups = response.context["form"].fields["source"].choices
    return {str(heading): [key for key, _label in radios] for heading, radios in groups}


def test_search_for_the_source_saves_nothing_and_offers_what_it_finds(writer, agency, edition):
    found = InnovationFactory(title="Bank Sampah Sekolah")
    hidden = SubmissionFactory(innovation=InnovationFactory(title="Bank Sampah Rahasia")).innovation
    url = reverse("submissions:submission-start", args=[agency.pk])
    typed = {"title": "Tiruan", "lineage": "replication", "source_search": "bank sampah", "action": "search"}

    response = writer.post(url, {**typed, "revision": 0})

    assert offered_sources(response) == {"Hasil pencarian": [found.pk]}
    assert hidden.title not in response.content.decode()
    assert response.context["form"]["title"].value() == "Tiruan"
    assert Submission.objects.filter(innovation__agency=agency).count() == 0


def test_sources_stand_under_the_heading_that_says_why_and_each_once(writer, agency, edition):
    chosen, alike = InnovationFactory(title="Antrean Tensi"), InnovationFactory(title="Bank Sampah Sekolah")
    own = InnovationFactory(title="Bank Sampah Pasar", agency=agency)
    typed = {"title": "Bank Sampah", "lineage": "replication", "source": chosen.pk, "action": "search", "revision": 0}

    response = writer.post(start_url(agency), typed)

    assert offered_sources(response) == {"Yang dipilih": [chosen.pk], "Judulnya mirip judul Anda": [alike.pk, own.pk]}


def test_search_that_finds_no_source_says_so(writer, agency, edition):
    InnovationFactory(title="Bank Sampah Pasar", agency=agency)
    typed = {"title": "Tiruan", "lineage": "replication", "source_search": "kapal selam", "action": "search"}

    page = writer.post(start_url(agency), {**typed, "revision": 0}).content.decode()

    assert "Tidak ada inovasi yang judulnya mirip “kapal selam”." in page


def test_foreign_draft_is_not_named_by_choosing_its_number_as_the_source(writer, agency, edition):
    hidden = SubmissionFactory(innovation=InnovationFactory(title="Bank Sampah Rahasia")).innovation
    own = SubmissionFactory(innovation=InnovationFactory(agency=agency)).innovation
    url = reverse("submissions:submission-start", args=[agency.pk])

    response = writer.post(
        url, {"title": "Tiruan", "lineage": "replication", "source": hidden.pk, "action": "search", "revision": 0}
    )

    assert offered_sources(response) == {"Terakhir di instansi Anda": [own.pk]}
    assert "Bank Sampah Rahasia" not in response.content.decode()


def test_earlier_innovation_that_never_passed_is_entered_again_as_itself(writer, agency, edition):
    past = EditionFactory(year=2020, state=EditionState.FINISHED)
    earlier = SubmissionFactory(
        edition=past, innovation=InnovationFactory(agency=agency, title="Antar Obat")
    ).innovation
    url = reverse("submissions:submission-start", args=[agency.pk])

    page = writer.get(url, {"again": earlier.pk})
    writer.post(url, {"title": "Antar Obat", "lineage": "new", "revision": 0, "again": earlier.pk})

    assert page.context["form"]["title"].value() == "Antar Obat"
    assert set(edition.submissions.values_list("innovation", flat=True)) == {earlier.pk}
    assert Innovation.objects.filter(agency=agency).count() == 1


def test_start_is_not_there_without_an_open_edition(writer, agency):
    response = writer.get(reverse("submissions:submission-start", args=[agency.pk]))

    assert response.status_code == 404


def test_similar_titles_are_a_fragment_and_shown_without_javascript_too(writer, agency, edition):
    known = InnovationFactory(title="Bank Sampah Sekolah")
    fragment = reverse("submissions:title-similar", args=[agency.pk])

    typing = writer.get(fragment, {"title": "Bank Sampah"})
    posted = writer.post(
        reverse("submissions:submission-start", args=[agency.pk]),
        {"title": "Bank Sampah", "lineage": "new", "revision": 0, "action": "search"},
    )

    assert list(typing.context["similar"]) == list(posted.context["similar"]) == [known]
    assert b"<html" not in typing.content


# Facts


def test_stale_facts_show_what_is_stored_and_keep_what_was_typed(writer, draft):
    url = reverse("submissions:facts-edit", args=[draft.pk])
    Submission.objects.filter(pk=draft.pk).update(revision=4)

    response = writer.post(url, {"title": "Judul saya", "lineage": "new", "revision": 0, "summary": "Milik saya."})

    form = response.context["form"]
    assert form["title"].value() == "Judul saya"
    assert form["revision"].value() == 4
    assert ("Judul", "Kasa Berbuntut") in response.context["stored"]
    draft.innovation.refresh_from_db()
    assert draft.innovation.title == "Kasa Berbuntut"


# Sections


def test_section_saves_its_text_and_goes_on(writer, draft, section):
    first = draft.edition.sections.first()

    response = writer.post(
        section_url(draft, first), {"text": "Baris satu.\r\nBaris dua.", "revision": 0, "action": "next"}
    )

    assert draft.answers.get().text == "Baris satu.\nBaris dua."
    assert response.url == section_url(draft, section)


def test_text_above_its_limit_is_saved_and_the_words_too_many_are_told(writer, draft, section):
    limit = section.word_limit

    page = writer.post(section_url(draft, section), {"text": "kata " * (limit + 3), "revision": 0}, follow=True)

    assert [(each.level_tag, str(each)) for each in page.context["messages"]] == [
        ("warning", "Tersimpan, tetapi 3 kata melebihi batas.")
    ]
    assert draft.answers.get().revision == 1


def test_outline_tells_flaws_from_what_is_empty_or_done(writer, draft):
    too_long, bare, done, empty = sections = [
        SectionFactory(edition=draft.edition, sort_order=10 + number, word_limit=5, needs_evidence=number == 1)
        for number in range(4)
    ]
    for section, words in ((too_long, 6), (bare, 2), (done, 2)):
        AnswerFactory(submission=draft, section=section, text="kata " * words)

    page = writer.get(section_url(draft, empty))

    flaws = {written.section.pk: written.flaw for written, _is_remarked in page.context["outline"]}
    assert [flaws[section.pk] for section in sections] == [
        "Melebihi batas kata",
        "Bukti dukung belum dilampirkan",
        "",
        "",
    ]


def test_last_section_leads_to_the_innovators(writer, draft, section):
    response = writer.post(section_url(draft, section), {"text": "Isi.", "revision": 0, "action": "next"})

    assert response.url == reverse("submissions:innovators-edit", args=[draft.pk])


def test_stale_section_shows_both_texts_and_the_next_save_goes_through(writer, draft, section, approver):
    save_answer(draft.pk, section.pk, actor=approver, revision=0, text="Naskah tersimpan.")

    response = writer.post(section_url(draft, section), {"text": "Naskah saya.", "revision": 0, "action": "next"})

    form = response.context["form"]
    assert (form["text"].value(), form["revision"].value()) == ("Naskah saya.", 1)
    assert response.context["stored"].text == "Naskah tersimpan."
    assert "Naskah <mark>tersimpan.</mark>" in response.content.decode()
    assert draft.answers.get().text == "Naskah tersimpan."
    writer.post(section_url(draft, section), {"text": "Gabungan.", "revision": form["revision"].value()})
    assert draft.answers.get().text == "Gabungan."


def test_autosave_answers_with_the_next_revision(writer, draft, section):
    response = writer.post(
        section_url(draft, section), {"text": "Sedang menulis", "revision": 0}, headers={"HX-Request": "true"}
    )

    assert draft.answers.get().text == "Sedang menulis"
    assert 'name="revision" value="1"' in response.content.decode()


def test_stale_autosave_keeps_its_revision_so_that_the_save_shows_both(writer, draft, section, approver):
    save_answer(draft.pk, section.pk, actor=approver, revision=0, text="Naskah tersimpan.")

    response = writer.post(
        section_url(draft, section), {"text": "Naskah saya.", "revision": 0}, headers={"HX-Request": "true"}
    )

    assert 'name="revision" value="0"' in response.content.decode()
    assert "is-lost" in response.content.decode()
    assert draft.answers.get().text == "Naskah tersimpan."


def test_text_above_its_limit_is_saved_and_named(writer, draft, section):
    url = section_url(draft, section)

    writer.post(url, {"text": "kata " * 201, "revision": 0})
    page = writer.get(url)

    assert page.context["written"].words == 201
    assert page.context["written"].wanting == "Melebihi batas kata"


def test_every_button_saves_text_and_evidence_together(writer, draft, section):
    link = LinkFactory(submission=draft, section=section)
    upload = SimpleUploadedFile("laporan.pdf", PDF)
    data = {"text": "Isi.", "revision": 0, "remove": link.pk, "upload": upload, "evidence_title": "Laporan evaluasi"}

    writer.post(section_url(draft, section), data)

    assert draft.answers.get().text == "Isi."
    present = Evidence.objects.filter(removed_at=None)
    assert [(one.title, one.section) for one in present] == [("Laporan evaluasi", section)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("besar.pdf", PDF + b"0" * 20_000_000, "10,0"),
        ("laporan.pdf", b"MZ\x90\x00" + b"0" * 200, "PDF, JPEG, PNG"),
        ("kosong.pdf", b"", "kosong"),
    ],
    ids=["20 MB", "renamed program", "empty"],
)
def test_bad_file_is_named_beside_its_field_and_the_text_is_kept(writer, draft, section, name, content, said):
    data = {"text": "Tetap ada.", "revision": 0, "upload": SimpleUploadedFile(name, content)}

    response = writer.post(section_url(draft, section), data)

    assert set(errors_of(response)) == {"upload"}
    assert said in errors_of(response)["upload"][0]
    assert response.context["form"]["text"].value() == "Tetap ada."
    assert not Evidence.objects.exists()


def test_too_many_files_at_once_are_refused_before_any_is_looked_into(writer, draft, section):
    files = [SimpleUploadedFile(f"{number}.pdf", PDF) for number in range(MOST_AT_ONCE + 1)]

    response = writer.post(section_url(draft, section), {"text": "Tetap ada.", "revision": 0, "upload": files})

    assert errors_of(response) == {"upload": ["Lampirkan paling banyak 10 berkas."]}
    assert response.context["form"]["text"].value() == "Tetap ada."
    assert not Evidence.objects.exists()


def test_bad_link_is_named_beside_its_field_and_the_text_is_saved(writer, draft, section):
    response = writer.post(section_url(draft, section), {"text": "Isi.", "revision": 0, "link": "javascript:alert(1)"})

    assert set(errors_of(response)) == {"link"}
    assert response.context["form"]["revision"].value() == 1
    assert draft.answers.get().text == "Isi."


def test_evidence_of_another_submission_cannot_be_removed_here(writer, draft, section):
    foreign = LinkFactory()

    response = writer.post(section_url(draft, section), {"text": "", "revision": 0, "remove": foreign.pk})

    foreign.refresh_from_db()
    assert (response.status_code, foreign.removed_at) == (404, None)


def test_section_closes_once_submitted_and_a_late_save_keeps_the_text_on_the_page(writer, agency, approver):
    ready = ReadySubmissionFactory(innovation=InnovationFactory(agency=agency))
    section = ready.edition.sections.first()
    change_status(ready.pk, "submit", actor=approver)
    url = section_url(ready, section)

    opened = writer.get(url)
    saved = writer.post(url, {"text": "Terlambat ditulis.", "revision": 1})

    assert opened.url == reverse("submissions:submission-detail", args=[ready.pk])
    assert errors_of(saved) == {"text": ["Usulan ini sedang tidak dapat diubah."]}
    assert saved.context["form"]["text"].value() == "Terlambat ditulis."


@pytest.mark.parametrize("count", [1, 3])
def test_section_page_query_count_is_constant(writer, agency, count, django_assert_num_queries):
    edition = EditionFactory(sections=[f"aspek-{n}" for n in range(count)])
    draft = SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency))
    section = edition.sections.first()
    LinkFactory.create_batch(count, submission=draft, section=section)

    with django_assert_num_queries(14):
        response = writer.get(section_url(draft, section))
    assert len(response.context["outline"]) == count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["button", "autosave"])
def test_saving_query_count_is_constant(writer, agency, headers, count, django_assert_num_queries):
    edition = EditionFactory(sections=[f"aspek-{n}" for n in range(count)])
    draft = ReadySubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency))
    section = edition.sections.first()
    LinkFactory.create_batch(count, submission=draft, section=section)

    with django_assert_num_queries(16):
        writer.post(section_url(draft, section), {"text": "Antrean turun.", "revision": 1}, headers=headers)
    assert draft.answers.get(section=section).text == "Antrean turun."


# Innovators


def lines(*pairs):
    data = {"form-TOTAL_FORMS": len(pairs), "form-INITIAL_FORMS": 0}
    for number, (name, role) in enumerate(pairs):
        data |= {f"form-{number}-name": name, f"form-{number}-role": role}
    return data


def test_innovators_are_saved_and_cleared_lines_left_out(writer, draft):
    url = reverse("submissions:innovators-edit", args=[draft.pk])

    writer.post(url, lines(("Retno", "Ketua"), ("", ""), ("Bagus", "")))

    assert list(draft.innovators.values_list("name", "role")) == [("Retno", "Ketua"), ("Bagus", "")]


def test_another_line_is_added_without_javascript_and_saves_nothing(writer, draft):
    url = reverse("submissions:innovators-edit", args=[draft.pk])

    response = writer.post(url, {**lines(("Retno", "Ketua")), "add": "1"})

    formset = response.context["form"]
    assert [form["name"].value() for form in formset] == ["Retno", None]
    assert not draft.innovators.exists()


def test_part_without_a_name_is_named_beside_its_line(writer, draft):
    url = reverse("submissions:innovators-edit", args=[draft.pk])

    response = writer.post(url, lines(("", "Ketua")))

    assert response.context["form"].forms[0].errors["name"] == ["Isi juga namanya, atau kosongkan baris ini."]


# Roles


PAGES = ["submission-detail", "facts-edit", "innovators-edit", "submission-review", "section-edit", "version-detail"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["judge", "leader", "secretary", "verifier", "foreign member", "visitor"])
def test_pages_of_a_submission_are_for_members_only(request, client, draft, section, name, role):
    arguments = {"section-edit": [draft.pk, section.pk], "version-detail": [draft.pk, 1]}.get(name, [draft.pk])
    url = reverse(f"submissions:{name}", args=arguments)
    if role == "foreign member":
        client.force_login(MembershipFactory().user)
    elif role != "visitor":
        client.force_login(request.getfixturevalue(role))
    expected = {"visitor": 302, "foreign member": 404}.get(role, 404)

    for response in (client.get(url), client.post(url, {"text": "Sisipan", "revision": 0, "title": "Sisipan"})):
        assert response.status_code in {expected, 403}
        assert b"Kasa Berbuntut" not in response.content
    assert not draft.answers.exists()


def test_late_start_is_refused_and_what_was_typed_is_kept(writer, agency, edition):
    url = reverse("submissions:submission-start", args=[agency.pk])

    with clock.at(clock.now() + timedelta(days=60)):
        response = writer.post(url, {"title": "Terlambat", "lineage": "new", "revision": 0})

    assert errors_of(response) == {"__all__": ["Pendaftaran sudah ditutup."]}
    assert response.context["form"]["title"].value() == "Terlambat"


def start_url(agency):
    return reverse("submissions:submission-start", args=[agency.pk])


def test_enter_key_saves_the_draft(writer, agency, edition):
    page = writer.get(start_url(agency)).content.decode()
    form = page[page.index('id="facts"') :]
    assert form.index('value="enter"') < form.index('value="search"')

    writer.post(start_url(agency), {"title": "Antrean", "lineage": "new", "revision": 0, "action": "enter"})

    assert Submission.objects.get().innovation.title == "Antrean"


def test_enter_key_searches_while_a_source_is_wanted(writer, agency, edition):
    wanted = {"title": "Bank Sampah Pasar", "lineage": "replication", "source_search": "bank sampah"}

    page = writer.post(start_url(agency), {**wanted, "revision": 0, "action": "enter"})

    assert (page.status_code, Submission.objects.count(), page.context["form"].errors) == (200, 0, {})


def test_what_keeps_an_innovation_out_is_said_at_once_and_the_draft_is_kept(writer, agency, edition):
    young = {"title": "Antrean", "lineage": "new", "started_on": clock.today().isoformat(), "revision": 0}

    page = writer.post(start_url(agency), {**young, "action": "save"}, follow=True)

    said = [(message.level_tag, str(message)) for message in page.context["messages"]]
    assert [level for level, _text in said] == ["success", "warning"]
    assert "Umur inovasi belum cukup" in said[1][1]
    assert Submission.objects.get().innovation.started_on == clock.today()


def test_change_of_the_group_says_what_is_no_longer_asked(writer, draft, edition):
    general, special = GroupFactory(edition=edition, code="umum"), GroupFactory(edition=edition, code="khusus")
    edition.sections.filter(code="signifikansi").update(for_groups="umum")
    AnswerFactory(submission=draft, section=edition.sections.get(code="signifikansi"))
    Submission.objects.update(group=general)
    facts = {"title": "Kasa Berbuntut", "lineage": "new", "group": special.pk, "revision": 0, "action": "save"}

    page = writer.post(reverse("submissions:facts-edit", args=[draft.pk]), facts, follow=True)

    assert "1 aspek yang sudah ditulis tidak diminta untuk kelompok ini." in str([*page.context["messages"]][1])
    detail = writer.get(reverse("submissions:submission-detail", args=[draft.pk])).content.decode()
    assert "Sudah ditulis, tetapi sekarang tidak diminta" in detail
