import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from submissions.enums import SubmissionStatus
from submissions.models import AssessedIndicator, IidAssessment, Indicator, IndicatorFile, IndicatorLevel
from submissions.selectors.iid import (
    assessments_visible_to,
    assessments_with_files_visible_to,
    scored_assessments,
    sheet_of,
    sheets_of,
)
from submissions.services.iid import (
    IidFacts,
    Said,
    add_indicator_file,
    remove_indicator_file,
    save_iid_facts,
    save_indicators,
    start_assessment,
)
from submissions.services.iid_tables import copy_indicator_table, install_indicator_tables
from tests.factories.files import PDF
from tests.factories.iid import EvidenceFactory, IidAssessmentFactory, official_table
from tests.factories.submissions import (
    AnswerFactory,
    InnovationFactory,
    MembershipFactory,
    SubmissionFactory,
    put_into,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(agency):
    return IidAssessmentFactory(innovation__agency=agency)


def test_installing_again_changes_nothing(secretary):
    table = official_table()
    Indicator.objects.filter(number=16).update(weight=9)

    assert install_indicator_tables() == []
    assert (Indicator.objects.get(number=16).weight, table.indicators.count()) == (9, 20)


def test_next_years_table_is_a_copy_with_a_caution(secretary, leader):
    table = official_table()

    copy = copy_indicator_table(table.pk, actor=secretary)

    assert (copy.year, str(copy.applied_from), str(copy.applied_until)) == (2027, "2025-01-01", "2026-12-31")
    assert "2026" in copy.note
    fields = ("number", "name", "weight", "is_mandatory", "unit", "group")
    assert list(copy.indicators.values(*fields)) == list(table.indicators.values(*fields))
    levels = IndicatorLevel.objects.order_by("indicator__number", "parameter")
    words = ("wording", "lowest", "highest")
    assert list(levels.filter(indicator__table=copy).values(*words)) == list(
        levels.filter(indicator__table=table).values(*words)
    )
    with pytest.raises(ValidationError) as refused:
        copy_indicator_table(table.pk, actor=secretary)
    assert refused.value.code == "year_taken"
    with pytest.raises(PermissionDenied):
        copy_indicator_table(copy.pk, actor=leader)


def test_a_sheet_is_started_once_by_a_member(agency, operator, secretary):
    innovation, table = InnovationFactory(agency=agency), official_table()

    first = start_assessment(innovation.pk, table.pk, actor=operator)

    assert first == start_assessment(innovation.pk, table.pk, actor=operator) == IidAssessment.objects.get()
    assert first.applied_on == innovation.started_on
    with pytest.raises(PermissionDenied):
        start_assessment(innovation.pk, table.pk, actor=secretary)


def test_a_new_sheet_begins_with_what_the_submission_says(agency, operator):
    submission = SubmissionFactory(
        innovation__agency=agency,
        edition__sections=["latar-belakang", "implementasi", "signifikansi", "adaptabilitas"],
    )
    for section in submission.edition.sections.all():
        AnswerFactory(submission=submission, section=section, text=f"Teks {section.code}.")
    put_into(submission, SubmissionStatus.SUBMITTED)

    sheet = start_assessment(submission.innovation_id, official_table().pk, actor=operator)

    assert (sheet.design, sheet.result) == ("Teks latar-belakang.\n\nTeks implementasi.", "Teks signifikansi.")


def test_a_new_sheet_takes_nothing_from_a_draft_that_nobody_handed_in(agency, operator):
    draft = SubmissionFactory(innovation__agency=agency, edition__sections=["implementasi"])
    AnswerFactory(submission=draft, section=draft.edition.sections.get(), text="Rahasia.")

    sheet = start_assessment(draft.innovation_id, official_table().pk, actor=operator)

    assert (sheet.design, sheet.result) == ("", "")


def test_a_number_decides_the_level_and_saying_it_again_changes_nothing(assessment, operator):
    said = {17: Said(level=1, value=12, note=" Tim inti. "), 18: Said(level=3)}

    save_indicators(assessment.pk, actor=operator, revision=0, said=said)
    again = save_indicators(assessment.pk, actor=operator, revision=0, said=said)

    fields = ("indicator__number", "level", "value", "note", "revision", "edited_by")
    assert list(AssessedIndicator.objects.values_list(*fields)) == [
        (17, 2, 12, "Tim inti.", 1, operator.pk),
        (18, 3, None, "", 1, operator.pk),
    ]
    assert again.revision == 1
    assert sheet_of(again).score == 2 * 2 + 2 * 3


def test_two_write_different_indicators_without_disturbing_each_other(assessment, operator, approver):
    save_indicators(assessment.pk, actor=operator, revision=0, said={16: Said(level=2)})
    save_indicators(assessment.pk, actor=approver, revision=0, said={18: Said(level=1)})

    assert list(AssessedIndicator.objects.values_list("indicator__number", "level")) == [(16, 2), (18, 1)]


def test_what_a_colleague_has_changed_meanwhile_is_not_undone(assessment, operator, approver):
    save_indicators(assessment.pk, actor=operator, revision=0, said={16: Said(level=2)})

    with pytest.raises(ValidationError) as refused:
        save_indicators(assessment.pk, actor=approver, revision=0, said={16: Said(level=3), 18: Said(level=1)})

    assert (refused.value.code, refused.value.params["stale"]) == ("stale", [16])
    assert list(AssessedIndicator.objects.values_list("indicator__number", "level")) == [(16, 2)]


@pytest.mark.parametrize(
    ("said", "code"), [(Said(level=4), "wrong_level"), (Said(evidence_ids=[0]), "foreign_evidence")]
)
def test_what_the_indicator_or_the_innovation_does_not_have_is_refused(assessment, operator, said, code):
    with pytest.raises(ValidationError) as refused:
        save_indicators(assessment.pk, actor=operator, revision=0, said={16: said})

    assert refused.value.code == code
    assert not AssessedIndicator.objects.exists()


def test_evidence_of_the_innovation_hangs_on_an_indicator(assessment, operator):
    evidence = EvidenceFactory(submission__innovation=assessment.innovation, title="SK Tim")
    foreign = EvidenceFactory()

    save_indicators(assessment.pk, actor=operator, revision=0, said={16: Said(level=1, evidence_ids=[evidence.pk])})

    assert sheet_of(assessment).lines[0].evidence_names == ["SK Tim"]
    with pytest.raises(ValidationError):
        save_indicators(assessment.pk, actor=operator, revision=1, said={16: Said(evidence_ids=[foreign.pk])})


def test_only_members_write_and_only_those_who_may_read(assessment, operator, secretary, leader, verifier):
    stranger = MembershipFactory().user
    for actor in (stranger, secretary, leader, verifier):
        with pytest.raises(PermissionDenied):
            save_indicators(assessment.pk, actor=actor, revision=0, said={16: Said(level=1)})

    readers = {"member": operator, "secretary": secretary, "leader": leader, "verifier": verifier, "other": stranger}
    reads = {name for name, user in readers.items() if assessments_visible_to(user).exists()}
    opens = {name for name, user in readers.items() if assessments_with_files_visible_to(user).exists()}
    assert reads == {"member", "secretary", "leader"}
    assert opens == {"member", "secretary"}


def test_facts_are_saved_once_and_a_stale_save_is_refused(assessment, operator, approver):
    facts = IidFacts(initiator="asn", purpose="Antrean lebih pendek.")

    saved = save_iid_facts(assessment.pk, actor=operator, revision=0, facts=facts)
    save_iid_facts(assessment.pk, actor=operator, revision=0, facts=facts)

    assert (saved.facts_revision, IidAssessment.objects.get().purpose) == (1, "Antrean lebih pendek.")
    with pytest.raises(ValidationError) as refused:
        save_iid_facts(assessment.pk, actor=approver, revision=0, facts=IidFacts(purpose="Lain."))
    assert refused.value.code == "stale"


def test_a_file_is_kept_once_and_deleted_with_its_row(assessment, operator, django_capture_on_commit_callbacks):
    first = add_indicator_file(assessment.pk, 16, actor=operator, upload=SimpleUploadedFile("sk.pdf", PDF))
    again = add_indicator_file(assessment.pk, 16, actor=operator, upload=SimpleUploadedFile("sk lagi.pdf", PDF))
    storage, name = first.file.storage, first.file.name

    assert first == again == IndicatorFile.objects.get()
    assert sheet_of(assessment).lines[0].evidence_names == ["sk.pdf"]

    with django_capture_on_commit_callbacks(execute=True):
        remove_indicator_file(first.pk, actor=operator)
    assert (IndicatorFile.objects.count(), storage.exists(name)) == (0, False)
    entry = ModelLogEntry.objects.for_instance(assessment.innovation).get(action="submissions.remove_iid_file")
    assert entry.data == {"file": "sk.pdf", "sha256": first.sha256, "indicator": 16}


def test_a_list_of_sheets_costs_the_same_however_long(agency, operator, django_assert_num_queries):
    table = official_table()
    for _one in range(3):
        sheet = IidAssessmentFactory(table=table, innovation__agency=agency)
        save_indicators(sheet.pk, actor=operator, revision=0, said={16: Said(level=1), 17: Said(value=40)})

    with django_assert_num_queries(6):
        assert [sheet.score for sheet in sheets_of(IidAssessment.objects.filter(table=table))] == [9, 9, 9]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(levels=st.fixed_dictionaries({number: st.integers(0, 3) for number in range(16, 36)}))
def test_the_database_counts_what_python_counts(assessment, operator, levels):
    now = IidAssessment.objects.get(pk=assessment.pk)
    said = {number: Said(level=level) for number, level in levels.items()}
    save_indicators(now.pk, actor=operator, revision=now.revision, said=said)

    sheet, row = sheet_of(now), scored_assessments(now.table).get()

    weights = dict(Indicator.objects.values_list("number", "weight"))
    assert sheet.score == row.score == sum(weights[number] * level for number, level in levels.items())
    assert sheet.filled == row.filled == sum(level > 0 for level in levels.values())
    assert len(sheet.missing) == row.missing == sum(levels[number] == 0 for number in (16, 17, 32, 33, 35))
    assert sum(line.rated.points_left for line in sheet.gaps) == 111 - sheet.score
