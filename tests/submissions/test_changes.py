import pytest
from django.urls import reverse

from submissions.selectors.changes import changes_between
from submissions.selectors.verification import dossier_of
from submissions.services.drafts import replace_innovators, save_answer
from submissions.services.evidence import add_link
from submissions.services.submissions import change_status
from tests.factories.submissions import InnovationFactory, ReadySubmissionFactory


@pytest.fixture
def returned(agency, approver, operator, verifier):
    submission = ReadySubmissionFactory(innovation=InnovationFactory(agency=agency))
    change_status(submission.pk, "submit", actor=approver)
    return change_status(submission.pk, "return", actor=verifier, comment="Lengkapi bukti.")


@pytest.fixture
def corrected(returned, operator, approver):
    """A correction that says one number otherwise, names another innovator and adds a link."""
    answer = returned.answers.first()
    text = answer.text.replace("90", "85")
    save_answer(returned.pk, answer.section_id, actor=operator, revision=answer.revision, text=text)
    replace_innovators(returned.pk, actor=operator, innovators=[{"name": "Rani", "role": "Perawat"}])
    add_link(returned.pk, actor=operator, url="https://contoh.id/lapor", title="Laporan")
    return change_status(returned.pk, "submit", actor=approver)


def said(changes):
    """Each change as label and what is marked before and now."""
    return [
        (
            change.label,
            "".join(run.text for run in change.texts.before if run.is_changed).strip(),
            "".join(run.text for run in change.texts.after if run.is_changed).strip(),
        )
        for change in changes
    ]


def test_correction_shows_what_differs_and_nothing_else(corrected):
    new, old = corrected.versions.all()
    section = corrected.edition.sections.first().title

    changes = said(changes_between(old.payload, new.payload))

    assert [label for label, _before, _now in changes] == [section, "Bukti dukung", "Inovator"]
    assert changes[0][1:] == ("90", "85")
    assert changes[1][1:] == ("", "Laporan (https://contoh.id/lapor)")
    assert changes[2][2] == "Rani, Perawat"
    assert changes_between(new.payload, new.payload) == []


def test_both_sides_see_what_a_correction_changed(client, corrected, operator, verifier):
    desk = reverse("verification:decide", args=[corrected.pk])
    version = reverse("submissions:version-detail", args=[corrected.pk, 2])

    for person, address in ((operator, version), (verifier, desk)):
        client.force_login(person)
        page = client.get(address).content.decode()
        assert "<del>90 </del>" in page
        assert "<ins>85 </ins>" in page


def test_first_version_has_nothing_to_compare(client, returned, operator):
    client.force_login(operator)

    page = client.get(reverse("submissions:version-detail", args=[returned.pk, 1]))

    assert page.context["changes"] is None
    assert dossier_of(returned).changes == []


def test_correction_is_compared_before_it_is_handed_in(client, returned, operator):
    client.force_login(operator)
    address = reverse("submissions:submission-review", args=[returned.pk])

    assert client.get(address).context["changes"] == []
