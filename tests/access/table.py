"""Who may do what at which address, and in which state of the thing it is about.

Own addresses have a row each. Addresses that come with Wagtail and allauth stand in families: people outside never
come in, and what people inside may do there is decided by Wagtail's permissions.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from django.urls import reverse

from tests.access.roles import (
    ANY_MEMBER,
    APPROVER,
    ASSIGNED_JUDGE,
    BACK_OFFICE,
    CHAIR,
    EDITORIAL,
    EVERYBODY,
    FOREIGN_OPERATOR,
    JUDGES,
    MEMBERS,
    NOBODY,
    OPERATOR,
    SECRETARIAT,
    SIGNED_IN,
    SUPERUSER,
    VERIFIERS,
    WATCHERS,
)


@dataclass(frozen=True)
class Row:
    """One address about one thing of the world: who may read it, and whose post is taken.

    `data` is what is posted, complete enough that whoever may, does; `{name}` in it is an id of the world. Of a locked
    row the post is answered, with a reason, and changes nothing.
    """

    name: str
    thing: str = ""
    get: frozenset[str] = NOBODY
    post: frozenset[str] = NOBODY
    data: dict[str, Any] = field(default_factory=dict)
    is_locked: bool = False

    def __str__(self):
        return f"{self.name} {self.thing}".strip()


@dataclass(frozen=True)
class Family:
    """Addresses of others by a pattern of their names, and who may come in at all."""

    pattern: str
    insiders: frozenset[str]
    thing: str = ""

    def __str__(self):
        return self.pattern

    def holds(self, name: str) -> bool:
        return fnmatchcase(name, self.pattern)


JUST_SUPERUSERS = frozenset({SUPERUSER})
FACTS = {"revision": 0, "title": "Judul yang dipasang orang", "lineage": "new"}
TEXT = {"revision": 1, "text": "Kalimat orang lain.", "action": "save"}
INNOVATORS = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-name": "Orang Lain", "form-0-role": "Penulis"}
PUBLICITY = {"is_public": "on", "alternative_text": "Loket yang dipasang orang."}
FILE = {"name": "laporan.pdf", "size": 100, "fingerprint": "laporan.pdf/100/1"}
INVITATION = {"name": "Orang Baru", "email": "baru@example.id", "role": "approver"}
REGULATION = {"on": "2026-01-02", "document": "Perda Nomor 8 Tahun 2025"}
SUCCESSOR = {"name": "Orang Baru", "email": "baru@example.id"}
CHANNEL = {"kind": "instagram", "address": "https://instagram.com/rsud"}
OBJECTION = {"reason": "Layanan berhenti.", "name": "Warga", "email": "warga@example.id", "consent": "on"}
CONFLICT = {"has_conflict": "yes", "reason": "Kakak."}
STATES = ("draft", "awaiting", "submitted", "returned", "rejected", "verified", "withdrawn")
HANDED_IN = ("submitted", "returned", "rejected", "verified")


def _accounts() -> Iterator[Row]:
    yield Row("utils:language-set", get=EVERYBODY, post=EVERYBODY, data={"language": "id"})
    yield Row("utils:empty", get=EVERYBODY)
    yield Row("operations:readiness", get=EVERYBODY)
    yield Row("operations:metrics")  # opened by a token, never by a role
    yield Row("back-office-words", get=EVERYBODY)
    yield Row("utils:patterns", get=EVERYBODY, post=EVERYBODY, is_locked=True)
    yield Row("accounts:landing", get=SIGNED_IN)
    yield Row("access_report", get=SECRETARIAT)
    yield Row("access_report_results", get=SECRETARIAT)
    yield Row("access_close_unused", get=SECRETARIAT, post=SECRETARIAT, is_locked=True)
    yield Row("role_changes:index", get=SECRETARIAT)
    yield Row("role_changes:index_results", get=SECRETARIAT)
    confirmed = {"decision": "confirm"}
    yield Row("role_changes:decide", "role change", get=SECRETARIAT, post=SECRETARIAT, data=confirmed)
    yield Row("accounts:security", get=SIGNED_IN)
    yield Row("accounts:second-factor", get=SIGNED_IN)
    yield Row("accounts:sessions", get=SIGNED_IN, post=SIGNED_IN, data={"session": 1}, is_locked=True)
    # Both ask for the password first.
    yield Row("accounts:address-edit", get=SIGNED_IN, post=SIGNED_IN, data={"new_email": "x@example.id"})
    yield Row("accounts:address-confirm", "dead link of a letter", get=EVERYBODY, post=EVERYBODY, is_locked=True)
    # Without codes the answer is a reason.
    yield Row("accounts:recovery-codes-keep", post=SIGNED_IN, is_locked=True)
    # Where no identity provider is set, as here, they do not exist; tests/portal/accounts/provider sets one.
    for name in ("sign-in", "answer", "confirm", "link", "unlink"):
        yield Row(f"accounts:provider-{name}")
    yield Row("accounts:mail-edit", get=SIGNED_IN, post=SIGNED_IN, data={"mail_rhythm": "daily"})


def _privacy() -> Iterator[Row]:
    yield Row("privacy:notice", get=EVERYBODY)
    yield Row("privacy:notice-read", get=SIGNED_IN, post=SIGNED_IN, data={"number": 1})
    yield Row("privacy:own-data", get=SIGNED_IN, post=SIGNED_IN, data={"is_sure": "on"})
    yield Row("privacy:export-order", post=SIGNED_IN)
    yield Row("privacy:export-download", "own copy", post=frozenset({OPERATOR}))
    yield Row("privacy:erasure-take-back", post=SIGNED_IN)
    for state in ("draft", "verified"):
        consent = {"code": "publikasi", "action": "withdraw"}
        yield Row("submissions:consent-list", state, get=MEMBERS, post=MEMBERS, data=consent)
    person = {"email": "orang@example.id"}
    yield Row("privacy_admin:index", get=SECRETARIAT)
    yield Row("privacy_admin:person", get=SECRETARIAT, post=SECRETARIAT, data=person)
    yield Row("privacy_admin:request", "erasure request", get=SECRETARIAT, post=SECRETARIAT, data={"answer": "Wajib."})
    yield Row("privacy_admin:retention", get=SECRETARIAT)
    yield Row("privacy_admin:notice", get=SECRETARIAT, post=SECRETARIAT, data={"change": "Baru.", "seen": 1})


def _agency_desk() -> Iterator[Row]:
    yield Row("submissions:agency-home", get=ANY_MEMBER)
    for page in ("dashboard", "submission-list", "title-similar", "innovation-list"):
        yield Row(f"submissions:{page}", "agency", get=MEMBERS)
    yield Row("submissions:submission-start", "agency", get=MEMBERS, post=MEMBERS, data=FACTS)
    yield Row("submissions:member-list", "agency", get=MEMBERS, post=frozenset({APPROVER}), data=INVITATION)
    yield Row("submissions:channel-list", "agency", get=MEMBERS, post=frozenset({APPROVER}), data=CHANNEL)
    yield Row("submissions:channel-remove", "channel", post=frozenset({APPROVER}))
    yield Row("submissions:member-remove", "colleague", post=frozenset({APPROVER}))
    approver = frozenset({APPROVER})
    yield Row("submissions:member-hand-over", "colleague", get=approver, post=approver, data=SUCCESSOR)
    yield Row("judging:certificates-own", get=ANY_MEMBER)
    yield Row("judging:feedback-detail", "judged submission", get=MEMBERS)
    yield Row("judging:feedback-detail", "verified")
    for name in ("presentation-detail", "presentation-calendar"):
        yield Row(f"judging:{name}", "invited submission", get=MEMBERS)
        yield Row(f"judging:{name}", "verified")


def _submissions() -> Iterator[Row]:
    approver = frozenset({APPROVER})
    for state in STATES:
        can_write, can_go_out = state in {"draft", "returned"}, state in {"draft", "awaiting", "returned"}
        yield Row(
            "submissions:submission-detail",
            state,
            get=MEMBERS,
            post=approver,
            data={"action": "withdraw", "comment": "Batal."},
            is_locked=state in {"rejected", "verified", "withdrawn"},
        )
        writing = {"get": MEMBERS, "post": MEMBERS, "is_locked": not can_write}
        yield Row("submissions:facts-edit", state, data=FACTS, **writing)
        yield Row("submissions:section-edit", f"{state} section", data=TEXT, **writing)
        yield Row("submissions:section-writers", f"{state} section", post=MEMBERS)
        yield Row("submissions:section-resemblance", f"{state} section", get=MEMBERS)
        yield Row("submissions:upload-start", f"{state} section", post=MEMBERS, data=FILE, is_locked=not can_write)
        # Only whoever started an upload; without a piece, and before it is whole, the answer is a reason.
        sender = {"post": frozenset({OPERATOR}), "is_locked": True}
        yield Row("submissions:upload-pieces", f"{state} upload", get=frozenset({OPERATOR}), **sender)
        yield Row("submissions:upload-finish", f"{state} upload", **sender)
        yield Row("submissions:innovators-edit", state, data=INNOVATORS, **writing)
        yield Row("submissions:evidence-publicity", f"{state} proof", data=PUBLICITY, **writing)
        yield Row(
            "submissions:submission-review",
            state,
            get=MEMBERS,
            post=approver,
            data={"declarations": "{declaration}"},
            is_locked=not can_go_out,
        )
    for state in HANDED_IN:
        yield Row("submissions:version-detail", f"{state} version", get=MEMBERS)
        for file in ("pdf", "zip"):
            yield Row(f"submissions:version-{file}", f"{state} version", get=MEMBERS | VERIFIERS)
        for name in ("evidence-file", "evidence-thumbnail"):
            yield Row(f"submissions:{name}", f"{state} evidence", get=MEMBERS | VERIFIERS)
    for state in ("draft", "awaiting", "withdrawn"):
        yield Row("submissions:version-detail", f"{state} version")
        for file in ("pdf", "zip"):
            yield Row(f"submissions:version-{file}", f"{state} version")
        for name in ("evidence-file", "evidence-thumbnail"):
            yield Row(f"submissions:{name}", f"{state} evidence", get=MEMBERS)


def _monitoring() -> Iterator[Row]:
    heads = frozenset({APPROVER, FOREIGN_OPERATOR})  # the foreign one is the person in charge of another agency
    yield Row("submissions:monitoring-home", get=WATCHERS | heads)
    yield Row("submissions:monitoring-years", get=WATCHERS)
    yield Row("submissions:monitoring-matrix", get=WATCHERS)
    yield Row("submissions:monitoring-board", "year", get=WATCHERS | heads)
    yield Row("submissions:monitoring-funnel-list", "year and step", get=WATCHERS)
    for page in ("today", "regions", "funnel", "charts", "screen"):
        yield Row(f"submissions:monitoring-{page}", "year", get=WATCHERS)
    yield Row("submissions:monitoring-agency", "year and agency", get=WATCHERS | {APPROVER})
    yield Row("submissions:monitoring-agency", "open year and agency", get=WATCHERS | heads)
    yield Row("submissions:monitoring-agency", "closed year and agency", get=WATCHERS | {APPROVER})
    yield Row("judging:yearly-report", "year", get=WATCHERS)
    yield Row("submissions:monitoring-years-table", get=WATCHERS)
    yield Row("submissions:monitoring-agency-table", "year and agency", get=WATCHERS | {APPROVER})
    yield Row("submissions:monitoring-agency-table", "open year and agency", get=WATCHERS | {APPROVER})
    for page in ("regions-table", "late-table", "morning"):
        yield Row(f"submissions:monitoring-{page}", "year", get=WATCHERS)


def _judges_desk() -> Iterator[Row]:
    own, chair = frozenset({ASSIGNED_JUDGE}), frozenset({CHAIR})
    yield Row("judging:task-list", get=JUDGES)
    yield Row("judging:certificates-of-judge", get=JUDGES)
    yield Row("judging:guide", get=JUDGES)
    judge = frozenset({ASSIGNED_JUDGE})
    yield Row("judging:conduct-agree", "agreement", get=judge, post=judge, data={"expected": "{conduct}"})
    collaboration = {"agency": "{agency}", "note": "Narasumber."}
    yield Row("judging:collaborations", get=JUDGES, post=JUDGES, data=collaboration)
    yield Row("judging:sheet-detail", "assignment", get=own, post=own, data={"revision": 0})
    yield Row("judging:evidence-file", "assignment evidence", get=own)
    for thing in ("assignment", "undeclared assignment"):
        yield Row(
            "judging:conflict-declare", thing, get=own, post=own, data={"has_conflict": "yes", "reason": "Kakak."}
        )
    yield from _records()
    yield Row("judging:chair-rounds", get=JUDGES)
    yield Row("judging:chair-round", "round", get=chair)
    yield Row("judging:entry-scores", "round and entry", get=chair)
    yield Row("judging:sheet-reopen", "round and sheet", get=chair, post=chair, data={"reason": "Salah ketik."})
    yield Row("judging:result-calculate", "round", post=chair)
    yield Row("judging:result-detail", "run", get=chair)
    yield Row("judging:result-statistics", "run", get=chair)
    yield Row("judging:result-what-if", "run", get=chair)
    yield Row("judging:result-workbook", "run", get=chair | SECRETARIAT)
    yield Row("judging:result-confirm", "run", post=chair)
    yield Row("judging:result-seal", "run", get=chair, post=chair, data={"understood": "on"})
    yield Row("judging:result-reopen", "sealed run", get=chair, post=chair, data={"reason": "Salah."})
    yield Row("judging:result-minutes", "sealed run", get=chair | SECRETARIAT)


def _records() -> Iterator[Row]:
    """Minutes and visits: of an own draft, of one that is closed, and of an entry of others."""
    writers = SECRETARIAT | {ASSIGNED_JUDGE}
    readers = writers | {CHAIR}
    sent = {"revision": 1, "rows-TOTAL_FORMS": 0, "rows-INITIAL_FORMS": 0, "place": "Jati", "action": "save"}
    yield Row("judging:record-list", "visited round", get=readers)
    yield Row("judging:record-list", "round")
    yield Row("judging:record-detail", "draft record", get=readers, post=writers, data=sent)
    yield Row("judging:record-detail", "closed record", get=readers, post=writers, data=sent, is_locked=True)
    yield Row("judging:record-detail", "foreign record", get=SECRETARIAT | {CHAIR}, post=SECRETARIAT, data=sent)
    yield Row("judging:record-reopen", "closed record", get=writers, post=writers, data={"reason": "Keliru."})
    yield Row("judging:record-report", "closed record", get=readers)
    yield Row("judging:record-report", "draft record")
    yield Row("judging:record-file-add", "draft record", post=writers, data={"caption": "Loket"}, is_locked=True)
    yield Row("judging:record-file", "record file", get=readers, post=writers)


def _public() -> Iterator[Row]:
    yield Row("judging:certificate-search", get=EVERYBODY)
    yield Row("judging:certificate-copy", get=EVERYBODY, post=EVERYBODY)
    yield Row("judging:certificate-check", "certificate code", get=EVERYBODY)
    yield Row("judging:certificate-badge", "certificate code", get=EVERYBODY)
    yield Row("judging:certificate-status", "certificate code", get=EVERYBODY)
    yield Row("judging:certificate-file", "certificate code", get=MEMBERS | SECRETARIAT)
    yield Row("judging:objection-start", get=EVERYBODY)
    yield Row("judging:objection-create", "award", get=EVERYBODY, post=EVERYBODY, data=OBJECTION)
    yield Row("judging:objection-detail", "objection code", get=EVERYBODY)
    yield Row("home:robots", get=EVERYBODY)
    yield Row("home:picture", "lost picture")
    for name in ("short", "qr", "bibtex", "ris"):
        yield Row(f"home:innovation-{name}", "innovation code", get=EVERYBODY)
    yield Row("home:innovation-card", "share card", get=EVERYBODY)
    # Evidence that its version does not mark as public; what is marked is tried in tests/home/test_innovation_page.py.
    for name in ("proof", "picture"):
        yield Row(f"home:innovation-{name}", "private proof")
    yield Row("home:catalogue-table", get=EVERYBODY)
    yield Row("home:catalogue-feed", get=EVERYBODY)
    # These views do not look at the method.
    harmless = {"get": EVERYBODY, "post": EVERYBODY, "is_locked": True}
    yield Row("home:catalogue", get=EVERYBODY)
    yield Row("home:sitemap", **harmless)
    yield Row("home:sitemap-section", "sitemap section", **harmless)
    yield Row("home:coded-page", "coded page", get=EVERYBODY)
    yield Row("wagtail_serve", "home page", get=EVERYBODY)
    yield Row("wagtail_serve", "innovation page", get=EVERYBODY)


def _open_data() -> Iterator[Row]:
    yield Row("home:open-data", get=EVERYBODY)
    yield Row("home:open-data-api", get=EVERYBODY)
    yield Row("home:open-data-newest", "newest file", get=EVERYBODY)
    yield Row("home:open-data-file", "nightly file", get=EVERYBODY)
    for rows in ("innovation", "agency", "edition", "award", "recognition", "compliance"):
        yield Row(f"home:api:{rows}-list", get=EVERYBODY)
    yield Row("home:api:innovation-detail", "told innovation", get=EVERYBODY)
    yield Row("home:api:compliance-detail", "told edition", get=EVERYBODY)
    yield Row("home:api:openapi", get=EVERYBODY)
    yield Row("home:api:unknown")


def _public_voice() -> Iterator[Row]:
    """Feedback of the public: given by everybody, decided by editors and secretariat, answered by the agency."""
    moderators = SECRETARIAT | EDITORIAL
    asked = {"kind": "question", "text": "Buka hari Sabtu?", "consent": "on", "ticket": "{ticket}", "proof": "{proof}"}
    yield Row("home:feedback-create", "catalogue entry", get=EVERYBODY, post=EVERYBODY, data=asked)
    yield Row("home:useful-create", "catalogue entry", post=EVERYBODY)
    yield Row("home:feedback-delete", "deletion link", get=EVERYBODY, post=EVERYBODY)
    yield Row("submissions:feedback-list", "agency", get=MEMBERS)
    yield Row(
        "submissions:feedback-answer", "published feedback", get=MEMBERS, post=MEMBERS, data={"text": "Ya.", "seen": 0}
    )
    yield Row("submissions:feedback-answer", "waiting feedback of the agency")
    yield Row("feedback:index", get=moderators)
    yield Row("feedback:index_results", get=moderators)
    for act, data in (("publish", {}), ("reject", {"reason": "Menghina."})):
        yield Row(f"feedback:{act}", "feedback", get=moderators, post=moderators, data={"revision": 0, **data})
    yield Row("feedback:undo", "rejected feedback", get=moderators, post=moderators, data={"revision": 0})
    yield _act("feedback:erase", "feedback")


def _follow_ups() -> Iterator[Row]:
    """The yearly question: answered by the person in charge, or by whoever holds the link of that person's mail."""
    approver, answer = frozenset({APPROVER}), {"outcome": "running", "revision": 0}
    yield Row("submissions:follow-up-list", "agency", get=MEMBERS)
    yield Row("submissions:follow-up-answer", "follow-up", get=approver, post=approver, data=answer)
    yield Row("submissions:follow-up-file", "follow-up file", get=MEMBERS | SECRETARIAT)
    yield Row("submissions:follow-up-by-mail", "follow-up link", get=EVERYBODY, post=EVERYBODY, data=answer)
    yield from _viewset("follow_ups", "follow-up round", deleted="new follow-up round")
    yield Row("follow_ups:inspect", "follow-up round", get=SECRETARIAT)


def _replications() -> Iterator[Row]:
    """Taken over by the own agency, and by another one from it: each has acts that the other has not."""
    approver = frozenset({APPROVER})
    plan, end = {"plan": "Di tiga puskesmas."}, {"revision": 0, "reason": "Anggaran batal."}
    report = {"revision": 0, "progress": "trial", "result": "Antrean turun."}
    yield Row("submissions:replication-door", "innovation to take over", get=ANY_MEMBER)
    yield Row("submissions:replication-list", "agency", get=MEMBERS)
    announced = {"get": MEMBERS, "post": MEMBERS, "data": plan}
    yield Row("submissions:replication-announce", "agency and innovation to take over", **announced)
    for thing in ("own replication", "foreign replication"):
        yield Row("submissions:replication-detail", thing, get=MEMBERS)
    decision = {"revision": 0, "decision": "confirm"}
    yield Row("submissions:replication-decide", "foreign replication", get=approver, post=approver, data=decision)
    yield Row("submissions:replication-decide", "own replication")
    yield Row("submissions:replication-end", "own replication", get=MEMBERS, post=MEMBERS, data=end)
    yield Row("submissions:replication-end", "foreign replication")
    yield Row("submissions:replication-report", "report on own", get=MEMBERS, post=MEMBERS, data=report)
    yield Row("submissions:replication-report", "report on foreign")
    yield Row("replications:index", get=SECRETARIAT)
    yield Row("replications:index_results", get=SECRETARIAT)
    yield Row("replications:confirm", "replication", get=SECRETARIAT, post=SECRETARIAT, data=end)


def _iid() -> Iterator[Row]:
    """Sheets are written by members, read by leadership and secretariat, and their files not by leadership."""
    yield Row("submissions:iid-list", "agency", get=MEMBERS)
    yield Row("submissions:iid-start", "agency and its innovation", post=MEMBERS)
    yield Row("submissions:iid-sheet", "iid sheet", get=MEMBERS, post=MEMBERS, data={"revision": 0, "level-16": 1})
    yield Row("submissions:iid-facts", "iid sheet", get=MEMBERS, post=MEMBERS, data={"revision": 0, "purpose": "Uji."})
    yield Row("submissions:iid-chances", "iid sheet", get=MEMBERS)
    for name, thing in (("zip", "iid sheet"), ("file", "iid file")):
        yield Row(f"submissions:iid-{name}", thing, get=MEMBERS | SECRETARIAT)
    yield Row("submissions:iid-monitoring", get=WATCHERS)
    yield Row("submissions:iid-year", "iid year", get=WATCHERS)
    yield Row("submissions:iid-page", "iid page", get=WATCHERS)
    yield from _viewset("indicator_tables", "unused iid table")
    yield _act("indicator_tables:copy", "unused iid table")


def _national() -> Iterator[Row]:
    """Proposals to the national competitions: the secretariat's; leadership and the own agency read."""
    yield from _viewset("national_competitions", "national competition", deleted="new national competition")
    used = "national competition"
    yield Row("national_competitions:delete", used, get=SECRETARIAT, post=SECRETARIAT, is_locked=True)
    yield _act("national_competitions:add_known", "")
    yield _act("national_competitions:clone", "national competition", year=2011)
    yield _act("national_competitions:results", "national competition")
    chosen = {"versions": "{national version}", "group_id": "{national group}"}
    yield _act("national_competitions:candidates", "new national competition", **chosen)
    yield Row("submissions:monitoring-national", get=WATCHERS)
    yield Row("submissions:monitoring-national-year", "national year", get=WATCHERS)
    yield Row("submissions:national-list", "agency", get=MEMBERS)
    yield Row("national:index", get=SECRETARIAT)
    yield Row("national:index_results", get=SECRETARIAT)
    yield Row("national:work", "national proposal", get=SECRETARIAT, post=SECRETARIAT, is_locked=True)
    for ending in ("pdf", "zip", "txt"):
        yield Row("national:file", f"{ending} of national proposal", get=SECRETARIAT)
    yield _act("national:step", "step of national proposal", revision=0)


def _ideas() -> Iterator[Row]:
    """An own idea of the operator, and one of the person in charge; the person in charge answers both."""
    approver, operator = frozenset({APPROVER}), frozenset({OPERATOR})
    said = {"revision": 0, "title": "Loket malam", "problem": "Antre.", "proposal": "Buka.", "benefit": "Cepat."}
    yield Row("submissions:idea-list", "agency", get=MEMBERS)
    yield Row("submissions:idea-new", "agency", get=MEMBERS, post=MEMBERS, data=said)
    yield Row("submissions:idea-detail", "idea", get=MEMBERS)
    yield Row("submissions:idea-detail", "idea that was taken back", get=operator)
    yield Row("submissions:idea-support", "idea", post=MEMBERS, data={"supports": "on"})
    yield Row("submissions:idea-edit", "idea", get=operator, post=operator, data=said)
    yield Row("submissions:idea-take-back", "idea", get=operator, post=operator, data={"revision": 0})
    aside = {"revision": 0, "reason": "Belum ada petugas malam."}
    yield Row("submissions:idea-set-aside", "idea", get=approver, post=approver, data=aside)
    draft = {"revision": 0, "title": "Loket malam"}
    yield Row("submissions:idea-adopt", "idea", get=approver, post=approver, data=draft)
    yield Row("idea_report", get=SECRETARIAT)
    yield Row("idea_report_results", get=SECRETARIAT)


def _context() -> Iterator[Row]:
    """What is known from outside: kept by the secretariat, read beside innovations."""
    yield Row("submissions:monitoring-context", get=WATCHERS)
    for name, thing in (
        ("service_malls", "service mall"),
        ("ombudsman_findings", "ombudsman finding"),
        ("channel_figures", "channel figure"),
    ):
        yield from _viewset(name, thing)
        yield _act(f"{name}:import", "")


def _registry_back_office() -> Iterator[Row]:
    for name, thing in (("agencies", "own agency"), ("innovations", "innovation"), ("regions", "region")):
        yield from _viewset(name, thing)
    yield from _viewset("superiors", "superior")
    yield from _viewset("editions", "edition", deleted="new edition")
    yield Row("editions:delete", "edition")
    # A draft that nobody handed in is no business of the secretariat.
    for page in ("edit", "delete", "history", "history_results", "usage"):
        yield Row(f"innovations:{page}", "draft innovation")
    yield _act("agencies:import", "")
    yield _act("innovations:import", "")
    yield _act("agencies:invite", "own agency", **INVITATION)
    yield _act("agencies:rename", "own agency", name="Dinas Baru", **REGULATION)
    yield _act("agencies:merge", "own agency", **REGULATION)
    yield _act("agencies:close", "own agency", **REGULATION)
    yield _act("agencies:remove_member", "membership")
    yield _act("agencies:hand_over", "membership", **SUCCESSOR)
    yield _act("editions:open", "edition")
    yield _act("editions:finish", "edition")
    yield Row("editions:reminders", "edition", get=SECRETARIAT)
    yield _act("editions:templates", "edition", submissions="{movable}")
    yield Row("obligations:index", get=SECRETARIAT)
    yield Row("obligations:index_results", get=SECRETARIAT)
    yield _act("obligations:exempt", "obligation", reason="Digabung dengan dinas lain.")
    yield _act("obligations:lift", "obligation")
    yield Row("submissions:exemption-document", "exemption document", get=MEMBERS | WATCHERS)
    yield _act("obligations:extend", "obligation", reason="Banjir.", closes_at="2098-01-01 16:00")
    yield Row("compliance_report", get=SECRETARIAT)
    yield Row("compliance_report_results", get=SECRETARIAT)
    yield Row("audit_report", get=JUST_SUPERUSERS)
    yield Row("audit_report_results", get=JUST_SUPERUSERS)


def _verification() -> Iterator[Row]:
    """Also secretariat and superusers verify, but never a submission of their own agency."""
    yield Row("verification:index", get=VERIFIERS)
    yield Row("verification:index_results", get=VERIFIERS)
    yield Row("verification_report", get=VERIFIERS)
    yield Row("verification_report_results", get=VERIFIERS)
    yield Row("verification:next", get=VERIFIERS, post=VERIFIERS)
    yield Row("verification:pass", get=VERIFIERS, post=VERIFIERS, data={"chosen": "{chosen}"})
    yield Row("verification:pass-result", get=VERIFIERS)
    for page in ("claim", "release"):
        yield Row(f"verification:{page}", "submitted", get=VERIFIERS, post=VERIFIERS)
        yield Row(f"verification:{page}", "draft")
    yield Row("verification:take-back", "submitted", get=VERIFIERS, post=VERIFIERS)
    yield Row("verification:take-back", "draft")
    yield Row("verification:claim", "verified", get=VERIFIERS, post=VERIFIERS, is_locked=True)
    yield Row("verification:keep-claim", "submitted", post=VERIFIERS)
    for state in STATES:
        yield Row(
            "verification:decide",
            state,
            get=VERIFIERS if state in HANDED_IN else NOBODY,
            post=VERIFIERS if state in HANDED_IN else NOBODY,
            data={"version_id": "{version}", "outcome": "passed"},
            is_locked=state != "submitted",
        )


def _submission_list() -> Iterator[Row]:
    yield Row("submission_list:index", get=VERIFIERS)
    yield Row("submission_list:index_results", get=VERIFIERS)
    yield Row("submission_list:columns", get=VERIFIERS, post=VERIFIERS, data={"columns": "agency"})


def _people_and_messages() -> Iterator[Row]:
    yield Row("wagtailusers_users:edit", "person", get=SECRETARIAT, post=SECRETARIAT)
    yield Row("wagtailusers_users:edit", "superuser", get=JUST_SUPERUSERS, post=JUST_SUPERUSERS)
    yield Row("wagtailusers_users:delete", "person", get=JUST_SUPERUSERS, post=JUST_SUPERUSERS)
    yield Row("outgoing_messages:index", get=SECRETARIAT)
    yield Row("outgoing_messages:index_results", get=SECRETARIAT)
    yield Row("outgoing_messages:inspect", "message", get=SECRETARIAT)
    yield _act("outgoing_messages:resend", "message")
    yield _act("outgoing_messages:resend-failed", "")
    yield _act("outgoing_messages:write", "", subject="Sosialisasi", text="Hadirlah.", send="1")


def _judging_back_office() -> Iterator[Row]:
    yield from _viewset("rounds", "round")
    for page in ("desk", "progress", "entries"):
        yield Row(f"rounds:{page}", "round", get=SECRETARIAT)
    yield _act("rounds:open", "new round")
    yield _act(
        *("rounds:replace-rubric", "round"),
        rubric="{rubric}",
        keeps="nothing",
        reason="Bobot keliru.",
        expected="{rubric change}",
    )
    yield _act("rounds:seat", "round", judge="{judge}")
    yield _act("rounds:unseat", "seat")
    yield _act("rounds:change-seat", "seat", judge="{judge}")
    yield _act("rounds:depart", "seat", reason="Sakit.", expected="{departure}")
    yield _act("rounds:assign", "round", seed=1, expected="{plan}")
    yield _act("rounds:add-entry", "round", submission="{number}", reason="Titipan.")
    yield _act("rounds:redactions", "round", submission="{number}", words="Kudus")
    yield _act("rounds:show-again", "redaction")
    yield _act("rounds:remove-entry", "round", submission="{number}", reason="Titipan.")
    yield _act("rounds:record-conflict", "round", judge="{judge}", submission="{number}", reason="Kakak.")
    yield from _timetables()
    yield from _viewset("rubrics", "rubric")
    yield Row("rubrics:inspect", "rubric", get=SECRETARIAT)
    yield _act("rubrics:copy-version", "rubric")
    yield from _viewset("results", "run", is_read_only=True)
    yield Row("results:inspect", "run", get=SECRETARIAT)
    yield from _viewset("conflicts", "conflict", is_read_only=True)
    yield _act("conflicts:lift", "found conflict", reason="Orang lain.")
    yield Row("collaborations:index", get=SECRETARIAT)
    yield Row("collaborations:index_results", get=SECRETARIAT)
    yield _act("collaborations:add", "", judge="{judge}", agency="{agency}", note="Narasumber.")
    yield Row("collaborations:edit", "collaboration")
    yield _act("collaborations:delete", "collaboration")
    for page in ("history", "history_results"):
        yield Row(f"collaborations:{page}", "collaboration", get=SECRETARIAT)
    yield Row("collaborations:usage", "collaboration")
    yield from _viewset("award_levels", "award level")
    yield Row("awards:index", get=SECRETARIAT)
    yield Row("awards:desk", "awarded edition", get=SECRETARIAT)
    yield _act("awards:announce", "awarded edition")
    yield _act("awards:finalise", "awarded edition")
    yield _act("awards:clone", "awarded edition", year=2098)
    yield Row("objections:index", get=SECRETARIAT)
    yield Row("objections:index_results", get=SECRETARIAT)
    yield _act("objections:answer", "objection", outcome="dismissed", text="Tidak terbukti.", seen=0)
    yield Row("objections:file", "objection file", get=SECRETARIAT)
    yield _act("awards:revoke", "award", reason="Data tidak benar.")


def _timetables() -> Iterator[Row]:
    for page in ("timetable", "timetable-paper", "timetable-workbook"):
        yield Row(f"rounds:{page}", "presentations", get=SECRETARIAT)
    day = {"begins_at": "09:00", "ends_at": "15:00", "gap_minutes": 5, "rooms": 1, "place": "Aula"}
    yield _act("rounds:add-day", "presentations", date="2098-01-02", **day)
    yield _act("rounds:change-day", "sitting day", date="2098-01-03", **day)
    yield _act("rounds:remove-day", "sitting day")
    yield _act("rounds:make-timetable", "presentations", order="drawn", expected="{proposal}")
    yield _act("rounds:clear-timetable", "presentations")
    yield _act("rounds:announce-timetable", "presentations", expected="{timetable}")
    yield _act("rounds:move-slot", "slot", to="{free position}", expected="{position}", reason="Bentrok.")
    yield _act("rounds:remove-slot", "slot", reason="Bentrok.")


def _certificates_back_office() -> Iterator[Row]:
    yield from _viewset("certificate_templates", "certificate template")
    yield Row("certificate_templates:preview", "certificate template", get=SECRETARIAT)
    yield Row("certificate_templates:preview-draft", post=SECRETARIAT)
    yield Row("certificate_templates:preview-draft-of", "certificate template", post=SECRETARIAT)
    yield from _viewset("certificates", "certificate", is_read_only=True)
    yield Row("certificates:inspect", "certificate", get=SECRETARIAT)
    yield _act("certificates:issue", "")
    yield _act("certificates:revoke", "certificate", reason="Salah nama.")
    yield _act(
        "certificates:reissue", "certificate", recipient="RSUD Kelet", innovation="Sihati", reason="Salah ketik."
    )
    yield Row("certificates:replace", "certificate", post=SECRETARIAT)
    yield Row("certificates:take", get=SECRETARIAT)
    yield Row("certificates:take-zip", post=SECRETARIAT, data={"edition": "{awarded}"})
    yield Row("certificates:take-printer", post=SECRETARIAT, data={"edition": "{awarded}"})
    yield Row("certificates:printer-file", "printer file", get=SECRETARIAT)
    yield Row("certificates:run", "issue run", get=SECRETARIAT)
    yield Row("certificates:run-cancel", "issue run", post=SECRETARIAT)
    yield Row("certificates:run-resume", "issue run", post=SECRETARIAT)
    yield _act("certificates:sign", "")
    yield Row("certificates:unsigned", get=SECRETARIAT)
    yield _act("certificates:take-in", "")


def _act(name: str, thing: str, /, **data) -> Row:
    """One act of the secretariat, asked before it is done."""
    return Row(name, thing, get=SECRETARIAT, post=SECRETARIAT, data=data)


def _viewset(name: str, thing: str, *, deleted: str = "", is_read_only: bool = False) -> Iterator[Row]:
    """The addresses that Wagtail makes for a model. Of rows that services write, nobody gets a form.

    `deleted` is a thing that may be deleted, where that is not any.
    """
    writers = NOBODY if is_read_only else SECRETARIAT
    yield Row(f"{name}:index", get=SECRETARIAT)
    yield Row(f"{name}:index_results", get=SECRETARIAT)
    yield Row(f"{name}:add", get=writers, post=writers)
    yield Row(f"{name}:edit", thing, get=writers, post=writers)
    yield Row(f"{name}:delete", deleted or thing, get=writers, post=writers)
    for page in ("history", "history_results"):
        yield Row(f"{name}:{page}", thing, get=SECRETARIAT)
    yield Row(f"{name}:usage", thing, get=writers)


ROWS = [
    *_accounts(),
    *_privacy(),
    *_agency_desk(),
    *_submissions(),
    *_monitoring(),
    *_judges_desk(),
    *_public(),
    *_open_data(),
    *_public_voice(),
    *_follow_ups(),
    *_replications(),
    *_iid(),
    *_national(),
    *_ideas(),
    *_context(),
    *_registry_back_office(),
    *_verification(),
    *_submission_list(),
    *_people_and_messages(),
    *_judging_back_office(),
    *_certificates_back_office(),
]

EDITORS = EDITORIAL | {SUPERUSER}
FAMILIES = [
    Family("account_*", EVERYBODY),
    # The first family that an address belongs to counts.
    Family("mfa_login_webauthn", EVERYBODY),
    Family("mfa_*", SIGNED_IN),
    Family("admin/login/", EVERYBODY),
    Family("_util/login/", EVERYBODY),
    Family("wagtailadmin_javascript_catalog", EVERYBODY),
    Family("wagtailadmin_sprite", EVERYBODY),
    Family("admin/test404/", BACK_OFFICE),
    Family("admin/^.[*]/$", BACK_OFFICE),
    Family("wagtailadmin_*", BACK_OFFICE),
    Family("wagtail_bulk_action", BACK_OFFICE),
    Family("wagtailimages_chooser:*", BACK_OFFICE),
    Family("wagtaildocs_chooser:*", BACK_OFFICE),
    Family("admin/images/*", EDITORS),
    Family("admin/documents/*", EDITORS),
    Family("wagtailimages*", EDITORS),
    Family("wagtaildocs*", EDITORS),
    Family("wagtailcore_*", EVERYBODY),
    Family("agency_chooser:*", BACK_OFFICE),
    Family("innovation_chooser:*", BACK_OFFICE),
    Family("wagtailembeds:*", BACK_OFFICE),
    Family("wagtailforms:*", BACK_OFFICE),
    Family("wagtailsnippets:*", BACK_OFFICE),
    Family("wagtailsettings:*", EDITORS),
    Family("wagtailredirects:*", JUST_SUPERUSERS),
    Family("wagtailusers_users:*", SECRETARIAT, "person"),
    Family("wagtailusers_groups:*", JUST_SUPERUSERS, "group"),
    Family("wagtailsites:*", JUST_SUPERUSERS, "site"),
]


def address_of(row: Row, world) -> str:
    """The address of a row about its thing in a world."""
    thing = world.things[row.thing] if row.thing else {}
    return reverse(row.name, args=thing) if isinstance(thing, tuple) else reverse(row.name, kwargs=thing)


def family_of(address) -> Family | None:
    return next((family for family in FAMILIES if family.holds(address.name)), None)
