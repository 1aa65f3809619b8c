"""How long personal data is kept: the one table of rules. Each app registers its own in `retention_rules`.

A job runs every rule once a day. Law 27/2022, article 43: data that are no longer needed for their purpose are erased.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.functional import Promise

from innovation_portal.privacy.models import RetentionRun
from innovation_portal.utils import clock

logger = logging.getLogger(__name__)
RUNS_KEPT = timedelta(days=400)


@dataclass(frozen=True)
class Retention:
    """A rule: what of `model` is kept for `age` from `counted_from`, and what becomes of it then.

    `run` does it for everything that is due and returns how many rows it were; again it finds nothing.
    """

    name: str
    model: str
    what: Promise
    age: timedelta
    counted_from: Promise
    act: Promise
    run: Callable[[], int | None]
    order: int = 50


@dataclass(frozen=True)
class RuleStanding:
    """A rule with its latest run, and the latest that did something."""

    rule: Retention
    last: RetentionRun | None
    last_with_effect: RetentionRun | None


_rules: list[Retention] = []


def register_rule(*rules: Retention) -> None:
    _rules.extend(rules)
    _rules.sort(key=lambda rule: (rule.order, rule.name))


def registered_rules() -> list[Retention]:
    return list(_rules)


def apply_retention() -> int:
    """Run every rule that did not run today, and return how many did. Runs by the clock. Again: nothing.

    Of two processes at once one takes the rule. A rule that fails is noted, stops no other and is tried tomorrow.
    """
    ran = sum(_apply(rule) for rule in registered_rules())
    if ran:
        RetentionRun.objects.filter(day__lt=clock.today() - RUNS_KEPT).delete()
    return ran


def standing_of_rules() -> list[RuleStanding]:
    """Return the table of rules with what they did; two queries, however many rules."""
    last = {run.rule: run for run in RetentionRun.objects.order_by("ran_at", "pk")}
    effect = {run.rule: run for run in RetentionRun.objects.filter(count__gt=0).order_by("ran_at", "pk")}
    return [RuleStanding(rule, last.get(rule.name), effect.get(rule.name)) for rule in registered_rules()]


def _apply(rule: Retention) -> bool:
    run, is_mine = RetentionRun.objects.get_or_create(rule=rule.name, day=clock.today())
    if not is_mine:
        return False
    try:
        with transaction.atomic():
            run.count = rule.run() or 0
    except Exception as error:
        logger.exception("The rule of retention %s failed; it is tried again tomorrow.", rule.name)
        run.error = repr(error)[:300]
    else:
        logger.info("The rule of retention %s erased %s rows.", rule.name, run.count)
    run.ran_at = clock.now()
    run.save(update_fields=["count", "error", "ran_at"])
    return True
