"""What is known from outside stands beside innovations and never reaches judges or what they decide."""

from pathlib import Path

import judging
from judging.services.results import calculate_result
from submissions.services.versions import payload_of
from tests.factories.context import ChannelFigureFactory, OmbudsmanFindingFactory, ServiceMallFactory
from tests.factories.judging import ScoreSheetFactory
from tests.judging.views.test_independence import JUDGES_ADDRESSES, answers

NAMES = ("ServiceMall", "MallInnovation", "OmbudsmanFinding", "ChannelFigure", "selectors.context", "_context.html")
SECRET = "Sumber yang tidak boleh terbaca juri"


def add_context(submission) -> None:
    innovation = submission.innovation
    ServiceMallFactory(innovations=[innovation], agencies=[innovation.agency], source=SECRET)
    OmbudsmanFindingFactory(region=innovation.agency.region, source=SECRET)
    ChannelFigureFactory(region=None, agency=innovation.agency, source=SECRET)


def test_nothing_of_judging_names_the_context():
    root = Path(judging.__file__).parent
    files = [*root.rglob("*.py"), *(root.parent / "templates" / "judging").rglob("*.*")]

    assert [path.name for path in files if any(name in path.read_text() for name in NAMES)] == []


def test_versions_results_and_seals_are_the_same_with_context(chair, round_):
    sheet = ScoreSheetFactory(assignment__round=round_)
    submission = sheet.assignment.version.submission
    payload, run = payload_of(submission), calculate_result(round_.pk, actor=chair)

    add_context(submission)
    again = calculate_result(round_.pk, actor=chair)

    assert payload_of(submission) == payload
    assert (again.inputs, again.inputs_hash) == (run.inputs, run.inputs_hash)


def test_no_page_of_a_judge_shows_it(client, judge, round_, assignment):
    add_context(assignment.version.submission)
    client.force_login(judge)

    keys = [assignment.pk, assignment.version_id, assignment.version.submission_id, round_.pk]
    for name in JUDGES_ADDRESSES:
        for response in answers(client, name, keys):
            assert SECRET not in b"".join(response).decode(errors="replace"), name
