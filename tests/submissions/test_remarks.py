import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import DossierPart, MembershipRole, SubmissionStatus
from submissions.models import PartRemark, Verification
from submissions.selectors.verdicts import verdict_on
from submissions.selectors.verification import dossier_of
from submissions.services.remarks import Remark
from submissions.services.submissions import change_status
from submissions.services.verification import verify_submission
from tests.factories.submissions import EditionFactory, MembershipFactory, ReasonCodeFactory, SectionFactory, handed_in

SECTION, FACTS, EVIDENCE, INNOVATORS, DECLARATIONS = DossierPart


@pytest.fixture
def edition(db):
    return EditionFactory()


@pytest.fixture
def waiting(edition):
    return handed_in(edition)


@pytest.fixture
def reason(edition):
    return ReasonCodeFactory(edition=edition, text="Jawaban belum lengkap.")


@pytest.fixture
def section(edition):
    return edition.sections.get(code="signifikansi")


@pytest.fixture
def member(waiting):
    return MembershipFactory(agency=waiting.innovation.agency, role=MembershipRole.APPROVER).user


def test_remarks_are_kept_with_the_decision_and_need_no_other_reason(waiting, verifier, reason, section):
    remarks = [Remark(SECTION, section.pk, [reason.pk], "  Angka. "), Remark(FACTS, text="Bidangnya kesehatan.")]

    verification = verify_submission(waiting.pk, actor=verifier, outcome="returned", remarks=remarks)

    assert [(each.part, each.section, each.label, each.words) for each in verification.remarks.all()] == [
        ("section", section, "Signifikansi", "• Jawaban belum lengkap.\nAngka."),
        ("facts", None, "Data usulan", "Bidangnya kesehatan."),
    ]
    assert [list(each.reasons.all()) for each in verification.remarks.all()] == [[reason], []]
    assert waiting.events.last().comment == (
        "Signifikansi:\n• Jawaban belum lengkap.\nAngka.\n\nData usulan:\nBidangnya kesehatan."
    )


def test_agency_reads_the_remarks_in_its_mail(waiting, verifier, section):
    remarks = [Remark(SECTION, section.pk, (), "Angka.")]
    verify_submission(waiting.pk, actor=verifier, outcome="rejected", note="Umum.", remarks=remarks)

    body = OutgoingMessage.objects.get(kind="submission_reject").body
    assert "Umum.\n\nSignifikansi:\nAngka." in body


def test_remarks_without_words_are_left_out_and_are_no_reason(waiting, verifier, section):
    empty = Remark(SECTION, section.pk, (), " ")

    with pytest.raises(ValidationError) as caught:
        verify_submission(waiting.pk, actor=verifier, outcome="returned", remarks=[empty])

    assert caught.value.code == "comment_required"
    assert not PartRemark.objects.exists()


@pytest.mark.parametrize(
    ("code", "remarks"),
    [
        ("unknown_section", lambda own, foreign, reason: [Remark(SECTION, foreign.section.pk, (), "Angka.")]),
        ("unknown_section", lambda own, foreign, reason: [Remark(SECTION, None, (), "Angka.")]),
        ("unknown_section", lambda own, foreign, reason: [Remark(FACTS, own.pk, (), "Angka.")]),
        ("unknown_reason", lambda own, foreign, reason: [Remark(SECTION, own.pk, [reason.pk, foreign.reason.pk])]),
        ("part_twice", lambda own, foreign, reason: [Remark(FACTS, text="Satu."), Remark(FACTS, text="Dua.")]),
    ],
)
def test_remarks_that_cannot_be_are_refused(waiting, verifier, section, reason, code, remarks):
    class Foreign:
        pass

    Foreign.section, Foreign.reason = SectionFactory(), ReasonCodeFactory()

    with pytest.raises(ValidationError) as caught:
        verify_submission(
            waiting.pk, actor=verifier, outcome="returned", note="Umum.", remarks=remarks(section, Foreign, reason)
        )

    waiting.refresh_from_db()
    assert caught.value.code == code
    assert waiting.status == SubmissionStatus.SUBMITTED
    assert not Verification.objects.exists()


def test_passing_takes_no_remarks(waiting, verifier):
    with pytest.raises(ValidationError) as caught:
        verify_submission(waiting.pk, actor=verifier, outcome="passed", remarks=[Remark(FACTS, text="Bagus.")])

    assert caught.value.code == "remarks_when_passed"
    assert not Verification.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [{"part": "section"}, {"part": "facts", "words": ""}, {"part": "evidence", "section": True}],
    ids=["section without a section", "without words", "other part with a section"],
)
def test_database_keeps_impossible_remarks_out(waiting, verifier, section, broken):
    verification = verify_submission(waiting.pk, actor=verifier, outcome="returned", note="Umum.")
    fields = {"words": "Angka.", **broken, "section": section if broken.get("section") else None}

    with pytest.raises(IntegrityError):
        PartRemark.objects.create(verification=verification, **fields)


def test_words_stay_when_the_edition_changes_them(waiting, verifier, reason, section):
    verify_submission(
        waiting.pk, actor=verifier, outcome="returned", remarks=[Remark(SECTION, section.pk, [reason.pk])]
    )
    reason.text, section.title = "Lain.", "Judul lain"
    reason.save()
    section.save()

    remark = PartRemark.objects.get()
    assert (remark.label, remark.words) == ("Signifikansi", "• Jawaban belum lengkap.")


def test_verdict_stands_until_it_is_answered(waiting, verifier, member, section):
    assert verdict_on(waiting) is None
    remarks = [Remark(SECTION, section.pk, (), "Angka."), Remark(INNOVATORS, text="Nama lengkap.")]
    verify_submission(waiting.pk, actor=verifier, outcome="returned", note="Umum.", remarks=remarks)
    waiting.refresh_from_db()

    verdict = verdict_on(waiting)

    assert (verdict.comment, verdict.actor) == ("Umum.", verifier)
    assert [placed.url for placed in verdict.remarks] == [
        reverse("submissions:section-edit", args=[waiting.pk, section.pk]),
        reverse("submissions:innovators-edit", args=[waiting.pk]),
    ]
    assert [each.words for each in verdict.about(SECTION, section.pk)] == ["Angka."]
    assert verdict.about(FACTS) == []
    for step in ("request_approval", "recall"):  # what happens beside it does not take it away
        waiting = change_status(waiting.pk, step, actor=member)
    assert verdict_on(waiting) == verdict
    waiting = change_status(waiting.pk, "submit", actor=member)
    assert verdict_on(waiting) is None
    assert [each.label for each in dossier_of(waiting).earlier[0].remarks.all()] == ["Signifikansi", "Inovator"]


def test_second_return_does_not_repeat_the_remarks_of_the_first(waiting, verifier, member):
    verify_submission(waiting.pk, actor=verifier, outcome="returned", remarks=[Remark(FACTS, text="Bidang.")])
    change_status(waiting.pk, "submit", actor=member)
    verify_submission(waiting.pk, actor=verifier, outcome="returned", note="Judulnya.")
    waiting.refresh_from_db()

    verdict = verdict_on(waiting)

    assert (verdict.comment, verdict.remarks) == ("Judulnya.", [])


def test_return_without_a_decision_shows_its_own_words_only(waiting, verifier, member):
    verify_submission(waiting.pk, actor=verifier, outcome="returned", remarks=[Remark(FACTS, text="Bidang.")])
    change_status(waiting.pk, "submit", actor=member)
    returned = change_status(waiting.pk, "return", actor=verifier, comment="Judulnya.")

    verdict = verdict_on(returned)

    assert (verdict.comment, verdict.remarks) == ("Judulnya.", [])


def test_rejected_submission_has_remarks_without_a_way_to_mend(waiting, verifier):
    verify_submission(waiting.pk, actor=verifier, outcome="rejected", remarks=[Remark(FACTS, text="Bidang.")])
    waiting.refresh_from_db()

    assert [(placed.remark.words, placed.url) for placed in verdict_on(waiting).remarks] == [("Bidang.", "")]


def test_agency_reads_each_remark_where_it_is_mended(client, waiting, verifier, member, section):
    remarks = [
        Remark(SECTION, section.pk, (), "Tulis angka sesudah."),
        Remark(FACTS, text="Pilih bidang."),
        Remark(INNOVATORS, text="Tulis nama lengkap."),
    ]
    verify_submission(waiting.pk, actor=verifier, outcome="returned", remarks=remarks)
    client.force_login(member)
    other = waiting.edition.sections.get(code="ringkasan")

    here = {
        name: [remark.words for remark in client.get(reverse(name, args=args)).context["remarks_here"]]
        for name, args in {
            "submissions:facts-edit": [waiting.pk],
            "submissions:innovators-edit": [waiting.pk],
            "submissions:section-edit": [waiting.pk, section.pk],
        }.items()
    }

    assert here == {
        "submissions:facts-edit": ["Pilih bidang."],
        "submissions:innovators-edit": ["Tulis nama lengkap."],
        "submissions:section-edit": ["Tulis angka sesudah."],
    }
    page = client.get(reverse("submissions:section-edit", args=[waiting.pk, other.pk]))
    assert page.context["remarks_here"] == []
    assert page.context["remarked"] == {"section", "facts", "innovators"}
    remarked = [written.section for written, is_remarked in page.context["outline"] if is_remarked]
    assert remarked == [section]


@pytest.mark.parametrize("name", ["submission-detail", "submission-review"])
def test_agency_reads_all_remarks_on_the_pages_of_the_whole(client, waiting, verifier, member, section, name):
    remarks = [Remark(SECTION, section.pk, (), "Tulis angka sesudah."), Remark(EVIDENCE, text="Bukti tidak terbuka.")]
    verify_submission(waiting.pk, actor=verifier, outcome="returned", remarks=remarks)
    client.force_login(member)

    page = client.get(reverse(f"submissions:{name}", args=[waiting.pk])).content.decode()

    assert reverse("submissions:section-edit", args=[waiting.pk, section.pk]) in page
    assert "Tulis angka sesudah." in page
    assert "Bukti tidak terbuka." in page


@pytest.mark.parametrize("count", [1, 2])
def test_verdict_query_count_is_constant(waiting, verifier, count, django_assert_num_queries):
    remarks = [Remark(part, text="Perbaiki.") for part in (FACTS, EVIDENCE)[:count]]
    verify_submission(waiting.pk, actor=verifier, outcome="returned", remarks=remarks)
    waiting.refresh_from_db()

    with django_assert_num_queries(5):
        verdict = verdict_on(waiting)

    assert len(verdict.remarks) == count
