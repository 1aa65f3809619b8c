from collections import Counter
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from home.benchmark import Sizes
from judging.models import Certificate, ResultRow, ScoreSheet
from submissions.enums import SubmissionStatus
from submissions.models import Agency, Innovation, Obligation, Submission, SubmissionVersion
from submissions.selectors.checks import problems_of

pytestmark = pytest.mark.django_db


def test_sizes_shrink_together():
    assert Sizes.of(0.1) == Sizes(agencies=150, innovations=4_000, submissions=250, judges=25)
    assert Sizes.of(0.0001) == Sizes(agencies=3, innovations=6, submissions=3, judges=4)


def test_benchmark_has_the_rows_it_promises(capsys):
    call_command("load_benchmark", share=0.002)

    sizes = Sizes.of(0.002)
    assert capsys.readouterr().out == f"Loaded {sizes}.\n"
    counts = {model: model.objects.count() for model in (Agency, Obligation, Innovation, SubmissionVersion)}
    assert counts == {
        Agency: sizes.agencies,
        Obligation: sizes.agencies,
        Innovation: sizes.innovations + sizes.agencies,
        SubmissionVersion: sizes.submissions,
    }
    assert ScoreSheet.objects.count() == sizes.submissions * sizes.judges_per_entry
    assert Counter(Submission.objects.values_list("status", flat=True)) == {
        SubmissionStatus.VERIFIED: sizes.submissions,
        SubmissionStatus.DRAFT: sizes.agencies,
    }
    assert Certificate.objects.count() == sizes.submissions
    assert ResultRow.objects.filter(rank__isnull=False).count() == sizes.submissions


def test_drafts_of_the_benchmark_lack_nothing_but_the_declarations(capsys):
    call_command("load_benchmark", share=0.002)

    for draft in Submission.objects.filter(status=SubmissionStatus.DRAFT):
        assert {problem.code for problem in problems_of(draft)} == {"declaration_missing"}


def test_benchmark_is_the_same_every_time(capsys):
    call_command("load_benchmark", share=0.002)

    first = Innovation.objects.order_by("pk").first()
    assert first.title == "SERASI Kependudukan layanan bersama petani obat kependudukan 0"
    scores = ResultRow.objects.order_by("rank").values_list("score", flat=True)
    assert (scores.first(), scores.last()) == (Decimal("65.5"), Decimal("52.75"))


def test_benchmark_refuses_a_database_that_is_in_use(agency):
    with pytest.raises(CommandError, match="empty database"):
        call_command("load_benchmark", share=0.002)

    assert list(Agency.objects.all()) == [agency]


def test_benchmark_refuses_production(settings):
    settings.DEMONSTRATION_ALLOWED = False

    with pytest.raises(CommandError, match="outside production"):
        call_command("load_benchmark", share=0.002)
