"""Values on their way into a line of text and back."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection, models

from innovation_portal.utils.backup.rows import Table, _portable, _stored
from submissions.models import Answer

MOMENT = datetime(2026, 11, 27, 3, 4, 5, 678901, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ('{"a": 1, "b": [2.50, null]}', '{"b":[2.5,null],"a":1.0}', True),
        ("100000", "1e5", True),
        ('{"a": 1}', '{"a": true}', False),
        ("null", None, False),
        ('"1"', "1", False),
    ],
)
def test_json_says_the_same_in_any_order_and_way_of_writing(one, other, expected):
    table = Table(Answer)
    rows = [json.dumps([one if column == "value" else 1 for column in table.columns]) for one in (one, other)]

    assert table.says_the_same(*rows) is expected


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (models.CharField(), "🦜 \u2028\n"),
        (models.CharField(), ""),
        (models.CharField(null=True), None),
        (models.DecimalField(max_digits=9, decimal_places=3), Decimal("12345.670")),
        (models.DateTimeField(), MOMENT),
        (models.DateField(), date(2024, 2, 29)),
        (models.TimeField(), time(23, 59, 59, 999999)),
        (models.DurationField(), timedelta(days=400, microseconds=1)),
        (models.UUIDField(), UUID(int=7)),
        (models.BinaryField(), b"\x00\xff"),
        (models.BooleanField(), False),
        (models.FloatField(), 0.1 + 0.2),
        (models.BigIntegerField(), 2**62),
    ],
)
def test_a_value_comes_back_as_the_database_stores_it(field, value):
    field.set_attributes_from_name("kept")
    line = json.dumps(_portable(value))
    expected = field.get_db_prep_save(value, connection)
    found = _stored(field, json.loads(line), connection)

    def plain(prepared):
        return bytes(getattr(prepared, "obj", prepared)) if isinstance(value, bytes) else prepared

    assert (type(found), plain(found)) == (type(expected), plain(expected))
