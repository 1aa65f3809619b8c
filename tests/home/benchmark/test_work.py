import pytest
from django.core.management import call_command

from judging.models import Assignment, Panelist, ResultRun, Round

pytestmark = pytest.mark.django_db


def counts():
    return [model.objects.count() for model in (Round, Panelist, Assignment, ResultRun)]


def test_work_is_measured_and_leaves_nothing_behind(capsys):
    call_command("load_benchmark", share=0.002, verbosity=0)
    before = counts()
    capsys.readouterr()

    call_command("measure_work")

    rows = [line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows] == ["work", "---", "complete result", "workbook of all sheets", "allocation"]
    assert all(0 < int(queries) <= 20 for _name, queries, _seconds, _megabytes in rows[2:])
    assert counts() == before
