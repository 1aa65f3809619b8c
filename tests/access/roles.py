"""The columns of the access table."""

ANONYMOUS = "anonymous"
OPERATOR = "operator of the agency"
APPROVER = "person in charge of the agency"
FOREIGN_OPERATOR = "member of another agency"
SECRETARY = "secretariat"
VERIFIER = "verifier"
ASSIGNED_JUDGE = "judge of the entry"
OTHER_JUDGE = "judge without the entry"
CHAIR = "chair of the jury"
LEADER = "leadership"
EDITOR = "editor"
HEAD_EDITOR = "head of editors"
SUPERUSER = "superuser"
# Of the other agency and its rounds; the table has no column for them (tests/access/worlds.py says why).
OTHER_OPERATOR = "operator of the other agency"
OTHER_CHAIR = "chair of the other jury"

EVERYBODY = frozenset(
    {
        ANONYMOUS,
        OPERATOR,
        APPROVER,
        FOREIGN_OPERATOR,
        SECRETARY,
        VERIFIER,
        ASSIGNED_JUDGE,
        OTHER_JUDGE,
        CHAIR,
        LEADER,
        EDITOR,
        HEAD_EDITOR,
        SUPERUSER,
    }
)
SIGNED_IN = EVERYBODY - {ANONYMOUS}
NOBODY: frozenset[str] = frozenset()
MEMBERS = frozenset({OPERATOR, APPROVER})
ANY_MEMBER = MEMBERS | {FOREIGN_OPERATOR}
SECRETARIAT = frozenset({SECRETARY, SUPERUSER})
VERIFIERS = SECRETARIAT | {VERIFIER}
JUDGES = frozenset({ASSIGNED_JUDGE, OTHER_JUDGE, CHAIR, SUPERUSER})
WATCHERS = SECRETARIAT | {LEADER}
EDITORIAL = frozenset({EDITOR, HEAD_EDITOR})
BACK_OFFICE = VERIFIERS | EDITORIAL
