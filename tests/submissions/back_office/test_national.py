"""The secretariat chooses candidates, writes the form, takes steps and keeps the years, in the back office."""

import pytest
from django.urls import reverse

from submissions.models import NationalCompetition, NationalProposal, NationalText
from submissions.services.national_texts import save_text
from tests.factories.national import (
    SOURCE,
    NationalCompetitionFactory,
    NationalSectionFactory,
    proposal_in,
    verified_version,
)
from tests.factories.submissions import RecognitionFactory

pytestmark = pytest.mark.django_db


def work_of(proposal):
    return reverse("national:work", args=[proposal.pk])


def step_of(proposal, action):
    return reverse("national:step", args=[proposal.pk, action])


def test_known_years_are_added_by_a_button(office):
    office.post(reverse("national_competitions:add_known"), follow=True)
    again = office.post(reverse("national_competitions:add_known"), follow=True)

    assert NationalCompetition.objects.filter(kind="kipp").count() == 12
    assert [str(message) for message in again.context["messages"]] == ["0 kompetisi ditambahkan."]


def test_another_year_is_made_and_opened(office):
    source = NationalCompetitionFactory(year=2033)

    response = office.post(reverse("national_competitions:clone", args=[source.pk]), {"year": 2034})

    new = NationalCompetition.objects.get(year=2034)
    assert response.url == reverse("national_competitions:edit", args=[new.pk])
    assert office.get(response.url).status_code == 200


def test_year_that_exists_is_refused_beside_its_field(office):
    source = NationalCompetitionFactory(year=2033)

    response = office.post(reverse("national_competitions:clone", args=[source.pk]), {"year": 2033})

    assert response.context["form"].errors == {"year": ["Kompetisi jenis ini sudah ada untuk tahun 2033."]}


def test_chosen_innovations_become_candidates_and_refused_ones_are_named(office):
    competition = NationalCompetitionFactory()
    group = competition.groups.get()
    chosen, left = verified_version(title="Kasa Berbuntut"), verified_version(title="Antar Obat")
    refused = verified_version(title="Pernah Menang")
    edition = chosen.submission.edition
    for other in (left, refused):
        type(other.submission).objects.filter(pk=other.submission_id).update(edition=edition)
    group.former_winners, group.top_awards = "excluded", "Top 45"
    group.save()
    RecognitionFactory(innovation=refused.submission.innovation)
    address = reverse("national_competitions:candidates", args=[competition.pk])

    page = office.get(f"{address}?edisi={edition.year}")
    data = {"versions": [chosen.pk, refused.pk], "group_id": group.pk}
    done = office.post(f"{address}?edisi={edition.year}", data, follow=True)

    assert [one.version for one in page.context["candidates"]] == [left, chosen, refused]
    assert [one.innovation.title for one in NationalProposal.objects.all()] == ["Kasa Berbuntut"]
    assert [str(message).strip() for message in done.context["messages"]] == [
        "Pernah Menang: Inovasi ini sudah pernah menang dan tidak dapat ikut dalam kelompok ini.",
        "1 inovasi kini menjadi calon.",
    ]


def test_choosing_nothing_says_so_and_keeps_the_page(office):
    competition = NationalCompetitionFactory()
    verified_version()
    address = reverse("national_competitions:candidates", args=[competition.pk])

    response = office.post(address, {"group_id": competition.groups.get().pk})

    assert response.context["form"].errors["versions"] == ["Pilih paling sedikit satu inovasi."]
    assert NationalProposal.objects.count() == 0


def test_all_texts_are_saved_at_once_and_a_stale_one_alone_is_refused(office, secretary):
    proposal = proposal_in("candidate", actor=secretary)
    first = proposal.competition.sections.get()
    second = NationalSectionFactory(competition=proposal.competition, sort_order=2, filled_from="")
    save_text(proposal.pk, first.pk, actor=secretary, revision=0, text="Dari orang lain")
    data = {
        f"text-{first.pk}": "Milik saya",
        f"revision-{first.pk}": 0,
        f"text-{second.pk}": "Baru",
        f"revision-{second.pk}": 0,
    }

    response = office.post(work_of(proposal), data)

    assert response.context["form"].errors == {f"text-{first.pk}": ["Isian ini baru saja diubah orang lain."]}
    assert "Milik saya" in response.content.decode()
    assert list(NationalText.objects.values_list("text", flat=True)) == ["Dari orang lain", "Baru"]


def test_whoever_saw_both_texts_saves_over_the_stored_one(office, secretary):
    proposal = proposal_in("candidate", actor=secretary)
    section = proposal.competition.sections.get()
    save_text(proposal.pk, section.pk, actor=secretary, revision=0, text="Dari orang lain")
    data = {f"text-{section.pk}": "Milik saya", f"revision-{section.pk}": 0, f"initial-text-{section.pk}": "Lama"}

    refused = office.post(work_of(proposal), data)
    shown = refused.context["form"].data
    office.post(work_of(proposal), shown)

    assert shown[f"revision-{section.pk}"] == 1
    assert NationalText.objects.get().text == "Milik saya"


def test_text_that_was_only_read_neither_undoes_another_person_s_nor_is_refused(office, secretary):
    proposal = proposal_in("candidate", actor=secretary)
    first = proposal.competition.sections.get()
    second = NationalSectionFactory(competition=proposal.competition, sort_order=2, filled_from="")
    data = {row["text"].html_name: row["text"].value() for row in office.get(work_of(proposal)).context["rows"]}
    data |= {f"initial-{name}": text for name, text in data.items()}
    data |= {f"revision-{one.pk}": 0 for one in (first, second)} | {f"text-{second.pk}": "Baru"}
    save_text(proposal.pk, first.pk, actor=secretary, revision=0, text="Dari orang lain")

    response = office.post(work_of(proposal), data)

    assert response.url == work_of(proposal)
    assert list(NationalText.objects.values_list("text", flat=True)) == ["Dari orang lain", "Baru"]


def test_autosave_answers_with_the_state_and_what_the_next_save_rests_on(office, secretary):
    proposal = proposal_in("candidate", actor=secretary)
    first = proposal.competition.sections.get()
    second = NationalSectionFactory(competition=proposal.competition, sort_order=2, filled_from="", title="Dampak")
    save_text(proposal.pk, second.pk, actor=secretary, revision=0, text="Dari orang lain")
    data = {f"text-{one.pk}": "Milik saya" for one in (first, second)}
    data |= {f"revision-{one.pk}": 0 for one in (first, second)}

    response = office.post(work_of(proposal), data, headers={"HX-Request": "true"})

    page = response.content.decode()
    assert [row["sheet"].section for row in response.context["saved"]] == [first]
    assert response.context["problem"] == "Dampak: Isian ini baru saja diubah orang lain."
    assert response.context["revision"] == 2
    assert f'<span id="read-{first.pk}" hx-swap-oob="true">' in page
    assert f'<span id="read-{second.pk}"' not in page
    assert page.count('id="save-state"') == 1
    assert list(NationalText.objects.values_list("text", flat=True)) == ["Milik saya", "Dari orang lain"]


def test_page_says_at_a_glance_what_is_missing(office, secretary):
    proposal = proposal_in("candidate", actor=secretary)
    empty = NationalSectionFactory(competition=proposal.competition, sort_order=2, filled_from="")

    context = office.get(work_of(proposal)).context

    assert ([sheet.section for sheet in context["missing"]], context["ready_count"]) == ([empty], 1)
    assert [step.name for step in context["steps"]] == ["prepare", "withdraw"]


def test_step_that_cannot_be_taken_shows_why(office, secretary):
    proposal = proposal_in("candidate", actor=secretary)
    proposal.competition.sections.update(filled_from="", title="Ringkasan")

    response = office.post(step_of(proposal, "prepare"), {"revision": 0})

    assert response.context["form"].non_field_errors() == ["Belum siap: Ringkasan."]


def test_result_is_entered_with_its_source(office, secretary):
    proposal = proposal_in("proposed", actor=secretary)
    level = proposal.competition.levels.get(name="Top 45")
    data = {"revision": proposal.revision, "level_id": level.pk, "source_url": SOURCE, "happened_on": "2026-01-05"}

    missing = office.post(step_of(proposal, "recognise"), {"revision": proposal.revision})
    done = office.post(step_of(proposal, "recognise"), data)

    assert set(missing.context["form"].errors) == {"level_id", "source_url"}
    assert done.url == work_of(proposal)
    event = proposal.events.latest("pk")
    assert (event.level_name, str(event.happened_on)) == ("Top 45", "2026-01-05")
    assert proposal.innovation.recognitions.get().award == "KIPP nasional - Top 45"


def test_form_of_an_older_look_is_refused(office, secretary):
    proposal = proposal_in("proposed", actor=secretary)

    response = office.post(step_of(proposal, "end"), {"revision": 0})

    assert response.context["form"].non_field_errors() == ["Usulan ini sudah berubah. Periksa kembali."]


def test_step_that_does_not_exist_is_no_page(office, secretary):
    assert office.get(step_of(proposal_in("candidate", actor=secretary), "menang")).status_code == 404


def sent_by(form) -> dict:
    """What a browser sends of the form of a competition."""
    data = {**form.initial, "source": "Pedoman", "opens_on": "", "closes_on": "", "maximum": "", "is_held": "on"}
    for formset in form.formsets.values():
        data |= {f"{formset.prefix}-{key}": value for key, value in formset.management_form.initial.items()}
        for row in formset.initial_forms:
            fields = {field.html_name: field.value() for field in row if field.value() not in (None, False)}
            data |= {name: value for name, value in fields.items() if not isinstance(value, dict)}
    return data


@pytest.mark.parametrize(
    "wrong",
    [
        {"levels-INITIAL_FORMS": "3", "levels-TOTAL_FORMS": "3"},
        {"levels-0-id": "abc"},
        {"levels-0-id": "999999"},
        {"levels-0-id": "abc", "levels-MIN_NUM_FORMS": "x"},
        {"levels-INITIAL_FORMS": "99999999999", "levels-TOTAL_FORMS": "99999999999"},
    ],
    ids=["more rows than ids", "no number", "of nobody", "odd count", "very many"],
)
def test_rows_that_do_not_fit_their_counts_are_refused(office, secretary, wrong):
    competition = proposal_in("recognised", actor=secretary).competition
    address = reverse("national_competitions:edit", args=[competition.pk])
    data = sent_by(office.get(address).context["form"])

    response = office.post(address, data | {"name": "Nama lain"} | wrong)

    assert response.status_code == 200
    assert [str(one) for one in response.context["form"].formsets["levels"].non_form_errors()] != []
    assert NationalCompetition.objects.get(pk=competition.pk).name == competition.name
    assert office.post(address, data | {"name": "Nama lain"}).status_code == 302


def test_rows_of_which_nothing_was_sent_are_shown_again_beside_an_error(office, secretary):
    competition = proposal_in("recognised", actor=secretary).competition
    address = reverse("national_competitions:edit", args=[competition.pk])
    data = sent_by(office.get(address).context["form"])

    response = office.post(address, data | {"year": "2", "levels-TOTAL_FORMS": "4"})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["year"]
    assert office.post(address, data | {"levels-TOTAL_FORMS": "4"}).status_code == 302
    assert competition.levels.count() == 2


def test_used_level_cannot_be_deleted(office, secretary):
    proposal = proposal_in("recognised", actor=secretary)
    competition = proposal.competition
    page = office.get(reverse("national_competitions:edit", args=[competition.pk]))
    form = page.context["form"]
    data = sent_by(form) | {"levels-0-DELETE": "1"}

    response = office.post(reverse("national_competitions:edit", args=[competition.pk]), data)

    messages = [str(message) for message in response.context["messages"]]
    assert "Kelompok, bagian, atau tingkat yang sudah dipakai tidak dapat dihapus." in messages[0]
    assert competition.levels.count() == 2


def test_page_of_an_innovation_tells_all_its_years_by_the_names_of_their_time(office, secretary):
    latest = proposal_in("recognised", actor=secretary, title="Kasa Berbuntut")
    innovation = latest.innovation
    old = [
        RecognitionFactory(innovation=innovation, award=award, year=year)
        for award, year in (("KIPP nasional - Top 40", 2018), ("Sinovik/KIPP 2016 - lolos seleksi administrasi", 2016))
    ]
    RecognitionFactory(innovation=innovation, award="KIPP Jateng 2019 - Top 10")

    page = office.get(reverse("innovations:edit", args=[innovation.pk]))

    assert (list(page.context["proposals"]), list(page.context["recognitions"])) == ([latest], old)
    line = f'<a href="{work_of(latest)}">{latest.competition}</a> <small>{latest.level}</small>'
    assert line in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_however_many(office, secretary, count, django_assert_max_num_queries):
    competition = NationalCompetitionFactory()
    for number in range(count):
        proposal_in("proposed", actor=secretary, competition=competition, number=f"S-{number}")
    office.get(reverse("national:index"))

    with django_assert_max_num_queries(22):
        response = office.get(reverse("national:index"))
    assert len(response.context["object_list"]) == count


def test_list_is_exported_without_formulas(office, secretary):
    proposal_in("recognised", actor=secretary, title="=1+1")

    response = office.get(reverse("national:index") + "?export=csv")

    heading, line = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert heading.startswith("Inovasi;")
    assert line.startswith("'=1+1;")
