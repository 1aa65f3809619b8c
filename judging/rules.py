"""Who may do what to an object of judging. See `submissions/rules.py` for how predicates are used."""

import rules

from innovation_portal.accounts.roles import Role, has_role
from submissions.rules import is_secretariat


@rules.predicate
def chairs_round(user, round_):
    return round_ is not None and round_.panel.filter(judge=user, is_chair=True).exists()


@rules.predicate
def is_judge(user):
    return has_role(user, Role.JUDGE, Role.CHAIR)


@rules.predicate
def is_chair(user):
    return has_role(user, Role.CHAIR)


rules.add_perm("judging.judge", is_judge)
rules.add_perm("judging.chair", is_chair)
rules.add_perm("judging.run_round", is_secretariat)
rules.add_perm("judging.view_scores", (is_judge & chairs_round) | is_secretariat)
rules.add_perm("judging.announce_awards", is_secretariat)
rules.add_perm("judging.answer_objection", is_secretariat)
rules.add_perm("judging.issue_certificate", is_secretariat)
