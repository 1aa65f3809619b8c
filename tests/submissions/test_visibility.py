from submissions.selectors.submissions import submissions_visible_to
from tests.factories.submissions import InnovationFactory, SubmissionFactory


def test_members_see_their_agency_and_the_secretariat_no_foreign_draft(agency, operator, secretary, judge):
    own = SubmissionFactory(innovation=InnovationFactory(agency=agency))
    SubmissionFactory()

    assert list(submissions_visible_to(operator)) == [own]
    assert list(submissions_visible_to(secretary)) == []
    assert list(submissions_visible_to(judge)) == []
