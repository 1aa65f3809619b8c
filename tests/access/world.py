"""One person of each role, and one thing in each state that an address can be about."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.models import Site
from wagtail.users.models import UserProfile

from home.services.publishing import publish_innovation
from home.services.site import set_up_site
from innovation_portal.accounts.role_models import RoleChange
from innovation_portal.accounts.roles import Role
from innovation_portal.privacy.people import person_of
from innovation_portal.privacy.services.exports import make_export, order_export
from innovation_portal.privacy.services.requests import ask_to_be_erased
from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.models import OutgoingMessage
from innovation_portal.utils.tickets import is_proven, new_ticket
from judging.enums import AwardState, ConflictSource, FeedbackPolicy, RoundKind, RoundState
from judging.models import (
    CertificateSignatory,
    CertificateTemplate,
    ConflictOfInterest,
    IssueRun,
    ObjectionFile,
    PrintItem,
    ResultRun,
)
from judging.selectors.departures import departure_of
from judging.selectors.rubrics import rubric_change_of
from judging.selectors.timetables import free_positions, slots_of, timetable_of
from judging.services.allocation import propose_allocation
from judging.services.certificates import issue_certificate, render_certificate
from judging.services.printer_files import make_printer_file, order_printer_file
from judging.services.records import add_record_file, close_record, save_record
from judging.services.redactions import black_out
from judging.services.results import calculate_result, confirm_result
from judging.services.seals import seal_result
from judging.services.timetables import announce_timetable, make_timetable
from submissions.enums import BoardOpenness, DataMark, EditionState, MembershipRole, StageKind, VerificationOutcome
from submissions.idea_enums import IdeaState
from submissions.links import feedback_token, follow_up_token
from submissions.models import Agency, EarlierTemplate, Edition, NationalCompetition, Submission
from submissions.selectors.national import candidate_years, candidates_for
from submissions.services.evidence import add_file
from submissions.services.iid import add_indicator_file
from submissions.services.iid_tables import copy_indicator_table
from submissions.services.national import make_candidate
from submissions.services.submissions import change_status
from submissions.services.uploads import start_upload
from submissions.services.verification import verify_submission
from submissions.voice_enums import FeedbackState, FollowUpOutcome, ReplicationState
from tests.access.roles import (
    ANONYMOUS,
    APPROVER,
    ASSIGNED_JUDGE,
    BACK_OFFICE,
    CHAIR,
    EDITOR,
    FOREIGN_OPERATOR,
    HEAD_EDITOR,
    LEADER,
    OPERATOR,
    OTHER_JUDGE,
    SECRETARY,
    SUPERUSER,
    VERIFIER,
)
from tests.factories.accounts import UserFactory
from tests.factories.context import ChannelFigureFactory, OmbudsmanFindingFactory, ServiceMallFactory
from tests.factories.files import PDF
from tests.factories.home import make_all_dumps
from tests.factories.iid import IidAssessmentFactory
from tests.factories.judging import (
    AssignmentFactory,
    AwardFactory,
    CollaborationFactory,
    ObjectionFactory,
    PanelistFactory,
    RecordFactory,
    RoundFactory,
    RubricFactory,
    ScoreSheetFactory,
    SittingDayFactory,
    VerifiedSubmissionFactory,
    version_of,
    visit_of,
)
from tests.factories.national import NationalCompetitionFactory
from tests.factories.submissions import (
    AgencyChannelFactory,
    AgencyFactory,
    EditionFactory,
    ExemptionDocumentFactory,
    InnovationFactory,
    MembershipFactory,
    ObligationEventFactory,
    ObligationFactory,
    ReadySubmissionFactory,
    ReasonCodeFactory,
    RecognitionFactory,
    SectionFactory,
    StageFactory,
    SubmissionFactory,
    SuperiorFactory,
)
from tests.factories.voice import (
    FeedbackFactory,
    FollowUpFactory,
    FollowUpRoundFactory,
    IdeaFactory,
    ReplicationFactory,
)

CODE = "33.99"
# Things that no agency has, of which there is one.
ONCE = (
    *("person", "superuser", "dead link of a letter", "group", "site"),
    *("own copy", "erasure request", "role change", "unused iid table"),
)


@dataclass
class World:
    """`things` holds by name the parts of an address; `people` the users by role, each with a client;
    `ids` what goes into the data of a post. Titles end with `mark`."""

    mark: str = "pertama"
    people: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    things: dict[str, dict[str, Any] | tuple] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)


def build_world() -> World:
    world = World()
    set_up_site()
    agency, other = AgencyFactory(), AgencyFactory()
    _add_people(world, agency, other)
    _add_things_of_agency_and_edition(world, agency)
    _add_role_change(world)
    _add_privacy(world)
    return world


def build_other_world(world: World) -> World:
    """The things of the other agency. Its people and jury stand where the own ones stood; all others are the same."""
    person_in_charge = world.people[FOREIGN_OPERATOR]
    agency = person_in_charge.memberships.get().agency
    exchanged = {
        OPERATOR: MembershipFactory(agency=agency).user,
        APPROVER: person_in_charge,
        FOREIGN_OPERATOR: world.people[APPROVER],
        ASSIGNED_JUDGE: world.people[OTHER_JUDGE],
        OTHER_JUDGE: world.people[ASSIGNED_JUDGE],
        CHAIR: UserFactory(roles=[Role.CHAIR]),
    }
    other = World("kedua", people=world.people | exchanged, things={name: world.things[name] for name in ONCE})
    _add_colleague(other, agency)
    _add_things_of_agency_and_edition(other, agency)
    return other


def build_finished_world(world: World) -> World:
    """What the agency of a world did in an edition that is finished."""
    agency = world.people[OPERATOR].memberships.get().agency
    known = set(Edition.objects.values_list("pk", flat=True))
    earlier = World(f"{world.mark} dulu", people=world.people, things=dict(world.things))
    _add_things_of_edition(earlier, agency)
    Edition.objects.filter(state=EditionState.OPEN).exclude(pk__in=known).update(state=EditionState.FINISHED)
    return earlier


def _add_things_of_agency_and_edition(world: World, agency) -> None:
    _add_things_of_edition(world, agency)
    _add_catalogue(world)
    _add_public_voice(world, agency)
    _add_follow_ups(world, agency)
    _add_replications(world, agency)
    _add_iid(world, agency)
    _add_ideas(world, agency)
    _add_context(world, agency)


def _add_things_of_edition(world: World, agency) -> None:
    _add_submissions(world, agency)
    _add_judging(world)
    _add_presentations(world, agency)
    _add_visits(world)
    _add_certificates(world, agency)
    _add_objection(world)
    _add_national(world)


def _add_people(world: World, agency, other) -> None:
    staff = {OPERATOR: MembershipRole.OPERATOR, APPROVER: MembershipRole.APPROVER}
    people = {role: MembershipFactory(agency=agency, role=membership).user for role, membership in staff.items()}
    people[FOREIGN_OPERATOR] = MembershipFactory(agency=other, role=MembershipRole.APPROVER).user
    roles = {
        SECRETARY: Role.SECRETARIAT,
        VERIFIER: Role.VERIFIER,
        ASSIGNED_JUDGE: Role.JUDGE,
        OTHER_JUDGE: Role.JUDGE,
        CHAIR: Role.CHAIR,
        LEADER: Role.LEADERSHIP,
        EDITOR: Role.EDITORIAL,
        HEAD_EDITOR: Role.HEAD_EDITOR,
    }
    people |= {role: UserFactory(roles=[group]) for role, group in roles.items()}
    people[SUPERUSER] = UserFactory(is_superuser=True, is_staff=True)
    for role in BACK_OFFICE:
        UserProfile.get_for_user(people[role])  # Wagtail makes it when somebody sees its bar first
    world.people = {ANONYMOUS: AnonymousUser(), **people}
    for role, user in world.people.items():
        world.clients[role] = Client()
        if user.is_authenticated:
            world.clients[role].force_login(user)
    world.things |= {
        "person": {"pk": people[OPERATOR].pk},
        "superuser": {"pk": people[SUPERUSER].pk},
        "dead link of a letter": {"token": "x"},
        "group": {"pk": Group.objects.get(name=Role.SECRETARIAT.value).pk},
        "site": {"pk": Site.objects.get().pk},
    }
    _add_colleague(world, agency)


def _add_colleague(world: World, agency) -> None:
    colleague = MembershipFactory(agency=agency)
    channel = AgencyChannelFactory(agency=agency)
    world.things |= {
        "agency": {"agency_pk": agency.pk},
        "own agency": {"pk": agency.pk},
        "region": {"pk": agency.region_id},
        "superior": {"pk": SuperiorFactory(agency=agency).pk},
        "colleague": {"agency_pk": agency.pk, "pk": colleague.pk},
        "channel": {"agency_pk": agency.pk, "pk": channel.pk},
        "membership": {"pk": colleague.pk},
    }


def _add_privacy(world: World) -> None:
    """A copy that the operator of the agency ordered, and a request that waits."""
    operator = world.people[OPERATOR]
    export = order_export(person_of(operator), actor=operator)
    make_export(export.pk)
    world.things["own copy"] = {"key": export.key}
    world.things["erasure request"] = {"pk": ask_to_be_erased(actor=UserFactory()).pk}


def _add_submissions(world: World, agency) -> None:
    """One submission in every state, all of one agency, reached through the services."""
    operator, approver, verifier = (world.people[role] for role in (OPERATOR, APPROVER, VERIFIER))
    edition = EditionFactory(quota=20)
    reason = ReasonCodeFactory(edition=edition)
    obligation = ObligationFactory(edition=edition, agency=agency)
    steps = {
        "draft": [],
        "awaiting": [("request_approval", operator, "")],
        "submitted": [("submit", approver, "")],
        "returned": [("submit", approver, "")],
        "rejected": [("submit", approver, "")],
        "verified": [("submit", approver, "")],
        "withdrawn": [("withdraw", approver, "Diajukan tahun depan.")],
    }
    decisions = {
        "returned": VerificationOutcome.RETURNED,
        "rejected": VerificationOutcome.REJECTED,
        "verified": VerificationOutcome.PASSED,
    }
    for state, taken in steps.items():
        kinds = {"form": "public_service", "type": "digital", "phase": "implementation"}
        innovation = InnovationFactory(agency=agency, title=f"Inovasi {state} {world.mark}", **kinds)
        submission = ReadySubmissionFactory(edition=edition, innovation=innovation)
        section = edition.sections.first()
        evidence = add_file(
            submission.pk, actor=operator, upload=_picture(), title="Foto layanan", section_id=section.pk
        )
        if f"{state} upload" not in world.things:  # nobody has more than ten at a time
            upload = start_upload(
                submission.pk, section.pk, actor=operator, name="b.pdf", size=9, fingerprint="b.pdf/9/1"
            )
            world.things[f"{state} upload"] = {"pk": submission.pk, "upload_pk": upload.pk}
        for action, actor, comment in taken:
            change_status(submission.pk, action, actor=actor, comment=comment)
        if state in decisions:
            reasons = [] if state == "verified" else [reason.pk]
            verify_submission(submission.pk, actor=verifier, outcome=decisions[state], reason_ids=reasons)
        world.things[state] = {"pk": submission.pk}
        world.things[f"{state} section"] = {"pk": submission.pk, "section_pk": section.pk}
        world.things[f"{state} version"] = {"pk": submission.pk, "number": 1}
        world.things[f"{state} evidence"] = {"pk": evidence.pk}
        world.things[f"{state} proof"] = {"pk": submission.pk, "evidence_pk": evidence.pk}
    world.things["draft innovation"] = {"pk": Submission.objects.get(pk=world.things["draft"]["pk"]).innovation_id}
    world.things["message"] = {"pk": OutgoingMessage.objects.filter(recipient=approver).first().pk}
    world.ids["version"] = version_of(Submission.objects.get(pk=world.things["submitted"]["pk"])).pk
    world.ids["chosen"] = f"{world.things['submitted']['pk']}-{world.ids['version']}"
    world.ids["declaration"] = edition.declarations.get().pk
    world.ids["movable"] = _submission_on_an_earlier_template(edition).pk
    world.things["edition"] = {"pk": edition.pk}
    world.things["new edition"] = {"pk": EditionFactory(state=EditionState.PREPARATION).pk}
    world.things["obligation"] = {"pk": obligation.pk}
    document = ExemptionDocumentFactory()
    ObligationEventFactory(obligation=obligation, document=document)
    world.things["exemption document"] = {"pk": document.pk}
    world.things["year"] = {"year": edition.year}
    world.things["year and step"] = {"year": edition.year, "step": "diajukan"}
    world.things["year and agency"] = {"year": edition.year, "pk": agency.pk}
    for year, openness in ((2031, BoardOpenness.PUBLIC), (2032, BoardOpenness.CLOSED)):
        earlier = Edition.objects.filter(year=year).first() or EditionFactory(year=year, state=EditionState.FINISHED)
        Edition.objects.filter(pk=earlier.pk).update(board_openness=openness)
        if not earlier.obligations.filter(agency=agency).exists():
            ObligationFactory(edition=earlier, agency=agency)
        name = "open" if openness == BoardOpenness.PUBLIC else "closed"
        world.things[f"{name} year and agency"] = {"year": year, "pk": agency.pk}


def _submission_on_an_earlier_template(edition) -> Submission:
    earlier = EarlierTemplate.objects.create(edition=edition, number=1, changed_by=UserFactory())
    SectionFactory(edition=None, earlier_template=earlier, code="ringkasan")
    return SubmissionFactory(edition=edition, earlier_template=earlier)


def _picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (8, 8)).save(content, "PNG")
    return SimpleUploadedFile("foto.png", content.getvalue(), content_type="image/png")


def _add_judging(world: World) -> None:
    """A round in the middle of its work, on the verified submission above, and its first calculation."""
    submission = Submission.objects.get(pk=world.things["verified"]["pk"])
    version = version_of(submission)
    round_ = RoundFactory(edition=submission.edition)
    chair = PanelistFactory(round=round_, judge=world.people[CHAIR], is_chair=True)
    seat = PanelistFactory(round=round_, judge=world.people[ASSIGNED_JUDGE])
    idle = PanelistFactory(round=round_, judge=world.people[OTHER_JUDGE])
    cleared = AssignmentFactory(round=round_, panelist=seat, version=version, cleared_at=clock.now())
    asked = AssignmentFactory(
        round=round_, panelist=seat, version=version_of(VerifiedSubmissionFactory(edition=submission.edition))
    )
    ScoreSheetFactory(assignment__round=round_, assignment__panelist=chair, assignment__version=version)
    given = ScoreSheetFactory(assignment__round=round_, assignment__version=version)
    run = calculate_result(round_.pk, actor=world.people[CHAIR])
    conflict = ConflictOfInterest.objects.create(
        judge=world.people[OTHER_JUDGE], submission=submission, source=ConflictSource.SECRETARIAT, reason="Kakak."
    )
    found = ConflictOfInterest.objects.create(
        judge=world.people[OTHER_JUDGE],
        submission=asked.version.submission,
        source=ConflictSource.AUTOMATIC,
        reason="Nama sama.",
    )
    rubric = RubricFactory()
    unsigned = PanelistFactory(judge=world.people[ASSIGNED_JUDGE], agreed_at=None, agreed_text="")
    world.ids |= {
        "conduct": hash_of(unsigned.round.code_of_conduct),
        "agency": AgencyFactory().pk,
        "judge": world.people[OTHER_JUDGE].pk,
        "number": submission.registration_number,
        "plan": propose_allocation(round_.pk, seed=1).digest,
        "departure": departure_of(idle, keeps_sheets=True).digest,
        "rubric": rubric.pk,
        "rubric change": rubric_change_of(round_, rubric).digest,
    }
    world.things |= {
        "conflict": {"pk": conflict.pk},
        "found conflict": {"judge_pk": found.judge_id, "submission_pk": found.submission_id},
        "collaboration": {"pk": CollaborationFactory().pk},
        "agreement": {"pk": unsigned.pk},
        "assignment": {"pk": cleared.pk},
        "undeclared assignment": {"pk": asked.pk},
        "assignment evidence": {"pk": cleared.pk, "evidence_pk": world.things["verified evidence"]["pk"]},
        "round": {"pk": round_.pk},
        "seat": {"pk": round_.pk, "seat_pk": idle.pk},
        "new round": {"pk": RoundFactory(state=RoundState.PREPARATION).pk},
        "rubric": {"pk": round_.rubric_id},
        "run": {"pk": run.pk},
        "round and entry": {"pk": round_.pk, "version_pk": version.pk},
        "round and sheet": {"pk": round_.pk, "assignment_pk": given.assignment_id},
        "redaction": {
            "pk": round_.pk,
            "redaction_pk": black_out(submission, actor=world.people[SECRETARY], words="Kudus").pk,
        },
        "sealed run": {"pk": _sealed_run(world.people[CHAIR]).pk},
    }


def _sealed_run(chair) -> ResultRun:
    round_ = RoundFactory()
    PanelistFactory(round=round_, judge=chair, is_chair=True)
    ScoreSheetFactory(assignment__round=round_)
    run = calculate_result(round_.pk, actor=chair)
    confirm_result(run.pk, actor=chair)
    return seal_result(run.pk, actor=chair)


def _add_presentations(world: World, agency) -> None:
    """A timetable with an announced slot of the own agency, one that is not announced, and an entry without one."""
    secretary = world.people[SECRETARY]
    day = SittingDayFactory()
    round_ = day.round
    submission = VerifiedSubmissionFactory(edition=round_.edition, innovation=InnovationFactory(agency=agency))
    make_timetable(round_.pk, actor=secretary)
    announce_timetable(round_.pk, actor=secretary)
    VerifiedSubmissionFactory(edition=round_.edition)
    make_timetable(round_.pk, actor=secretary)
    VerifiedSubmissionFactory(edition=round_.edition)
    slots = list(slots_of(round_))
    world.ids |= {
        "proposal": timetable_of(round_, proposes=True).digest,
        "timetable": timetable_of(round_).digest,
        "position": slots[0].key,
        "free position": free_positions(round_, slots)[0].key,
    }
    world.things |= {
        "presentations": {"pk": round_.pk},
        "sitting day": {"pk": round_.pk, "day_pk": SittingDayFactory(round=round_, date=date(2098, 1, 1)).pk},
        "slot": {"pk": round_.pk, "slot_pk": slots[0].pk},
        "invited submission": {"pk": submission.pk},
    }


def _add_visits(world: World) -> None:
    """A round of visits: an own draft with a photo, an own closed record, and one of an entry of other judges."""
    judge = world.people[ASSIGNED_JUDGE]
    round_ = RoundFactory(kind=RoundKind.FIELD)
    PanelistFactory(round=round_, judge=world.people[CHAIR], is_chair=True)
    seat = PanelistFactory(round=round_, judge=judge)
    draft, closed = (AssignmentFactory(round=round_, panelist=seat, cleared_at=clock.now()).version for _ in range(2))
    foreign = AssignmentFactory(round=round_, cleared_at=clock.now()).version
    targets = {one: (round_.pk, one.submission_id) for one in (draft, closed)}
    for target in targets.values():
        save_record(*target, actor=judge, revision=0, contents=visit_of(judge))
    photo = add_record_file(
        *targets[draft], actor=judge, upload=_picture(), caption="Loket", alternative_text="Loket baru."
    )
    close_record(*targets[closed], actor=judge)
    RecordFactory(round=round_, submission=foreign.submission, closed_at=None)
    world.things |= {
        "visited round": {"pk": round_.pk},
        "draft record": {"pk": round_.pk, "version_pk": draft.pk},
        "closed record": {"pk": round_.pk, "version_pk": closed.pk},
        "foreign record": {"pk": round_.pk, "version_pk": foreign.pk},
        "record file": {"pk": round_.pk, "version_pk": draft.pk, "file_pk": photo.pk},
    }


def _add_certificates(world: World, agency) -> None:
    """A certificate of the own agency, out of an edition whose objections are over."""
    moment = clock.now()
    past = (moment - timedelta(days=60), moment - timedelta(days=30))
    edition = EditionFactory(stages={StageKind.REGISTRATION: past, StageKind.OBJECTION: past})
    award = AwardFactory(
        run__round__edition=edition,
        submission=VerifiedSubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency)),
    )
    template = CertificateTemplate.objects.create(
        edition=edition,
        kind=award.level.kind,
        number_pattern="UJI/{seq:03}/{year}",
        place="Semarang",
        dated_on=clock.today(),
    )
    CertificateSignatory.objects.create(template=template, position="Kepala Biro", name="Nama Pejabat")
    secretary = world.people[SECRETARY]
    certificate = issue_certificate(award.pk, actor=secretary)
    render_certificate(certificate.pk)
    run = IssueRun.objects.create(edition=edition, started_by=secretary, started_at=moment, beat_at=moment)
    PrintItem.objects.create(run=run, certificate=certificate)
    printer_file = order_printer_file(edition.pk, actor=secretary, certificates=[certificate])
    make_printer_file(printer_file.pk)
    world.ids["awarded"] = edition.pk
    world.things |= {
        "awarded edition": {"pk": edition.pk},
        "award level": {"pk": award.level_id},
        "certificate": {"pk": certificate.pk},
        "certificate code": {"public_id": certificate.public_id},
        "certificate template": {"pk": template.pk},
        "issue run": {"pk": run.pk},
        "printer file": {"pk": printer_file.pk},
    }


def _add_objection(world: World) -> None:
    """A provisional award in its objection period, an objection to it, and feedback that the agency may read."""
    edition = EditionFactory()
    StageFactory(edition=edition, kind=StageKind.OBJECTION)
    agency = world.people[OPERATOR].memberships.get().agency
    submission = VerifiedSubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency))
    round_ = RoundFactory(edition=edition, state=RoundState.SEALED, feedback_policy=FeedbackPolicy.SCORES)
    ScoreSheetFactory(assignment__round=round_, assignment__version=version_of(submission))
    award = AwardFactory(run__round=round_, submission=submission, state=AwardState.PROVISIONAL)
    objection = ObjectionFactory(award=award)
    file = ObjectionFile.objects.create(
        objection=objection, file=_picture(), original_name="foto.png", content_type="image/png", size=1
    )
    world.things |= {
        "award": {"pk": award.pk},
        "objection": {"pk": objection.pk},
        "objection code": {"public_id": objection.public_id},
        "objection file": {"pk": objection.pk, "file_pk": file.pk},
        "judged submission": {"pk": submission.pk},
    }


def _add_catalogue(world: World) -> None:
    innovation = RecognitionFactory(innovation__data_mark=DataMark.PUBLIC).innovation
    page = publish_innovation(innovation.pk)
    world.things["home page"] = ("",)
    world.things["sitemap section"] = {"section": "inovasi"}
    world.things["lost picture"] = {"name": "tidak-ada.png"}
    world.things["innovation"] = {"pk": innovation.pk}
    world.things["innovation code"] = {"code": page.code}
    world.things["share card"] = {"code": page.code, "digest": "0" * 16}
    world.things["private proof"] = {"code": page.code, "pk": world.things["verified evidence"]["pk"]}
    coded = Agency.objects.filter(code=CODE).first() or AgencyFactory(code=CODE)
    world.things["coded page"] = {"path": f"perangkat-daerah/{coded.code}/"}
    world.things["innovation page"] = (page.url.lstrip("/"),)
    _add_open_data(world, innovation)


def _add_open_data(world: World, innovation) -> None:
    dump = make_all_dumps()[0]
    file = {"dataset": dump.dataset, "format_": dump.format}
    world.things |= {
        "told innovation": {"innovation_id": innovation.pk},
        "told edition": {"tahun": world.things["year"]["year"]},
        "newest file": file,
        "nightly file": {**file, "day": dump.day.isoformat()},
    }


def _add_public_voice(world: World, agency) -> None:
    """Feedback in each state, of the own agency and of others, and a ticket that was opened a minute ago."""
    innovation_id = world.things["innovation"]["pk"]
    own = InnovationFactory(agency=agency)
    with clock.at(clock.now() - timedelta(minutes=1)):
        ticket = new_ticket()
    feedback = FeedbackFactory(innovation_id=innovation_id)
    published = FeedbackFactory(innovation=own, state=FeedbackState.PUBLISHED)
    world.ids["ticket"] = ticket
    world.ids["proof"] = next(number for number in count() if is_proven(ticket, str(number)))
    world.things |= {
        "catalogue entry": {"pk": innovation_id},
        "deletion link": {"token": feedback_token(feedback.pk)},
        "feedback": {"pk": feedback.pk},
        "rejected feedback": {
            "pk": FeedbackFactory(innovation_id=innovation_id, state=FeedbackState.REJECTED).pk,
        },
        "published feedback": {"agency_pk": agency.pk, "pk": published.pk},
        "waiting feedback of the agency": {"agency_pk": agency.pk, "pk": FeedbackFactory(innovation=own).pk},
    }


def _add_follow_ups(world: World, agency) -> None:
    """A follow-up of the own agency that waits, and one with a file."""
    follow_up = FollowUpFactory(innovation=InnovationFactory(agency=agency))
    with_file = FollowUpFactory(
        innovation=InnovationFactory(agency=agency),
        file=_picture(),
        original_name="foto.png",
        content_type="image/png",
        outcome=FollowUpOutcome.RUNNING,
        answered_by=world.people[APPROVER],
        answered_at=clock.now(),
    )
    world.things |= {
        "follow-up": {"agency_pk": agency.pk, "pk": follow_up.pk},
        "follow-up file": {"pk": with_file.pk},
        "follow-up link": {"token": follow_up_token(follow_up.pk, world.people[APPROVER].pk)},
        "follow-up round": {"pk": follow_up.round_id},
        "new follow-up round": {"pk": FollowUpRoundFactory().pk},
    }


def _add_replications(world: World, agency) -> None:
    """One that the own agency has taken over and was confirmed, and one that waits for its word."""
    own = ReplicationFactory(agency=agency, state=ReplicationState.CONFIRMED)
    foreign = ReplicationFactory(innovation=InnovationFactory(agency=agency))
    year = clock.today().year
    world.things |= {
        "innovation to take over": {"innovation_pk": world.things["innovation"]["pk"]},
        "agency and innovation to take over": {
            "agency_pk": agency.pk,
            "innovation_pk": world.things["innovation"]["pk"],
        },
        "replication": {"pk": foreign.pk},
        "own replication": {"agency_pk": agency.pk, "pk": own.pk},
        "foreign replication": {"agency_pk": agency.pk, "pk": foreign.pk},
        "report on own": {"agency_pk": agency.pk, "pk": own.pk, "year": year},
        "report on foreign": {"agency_pk": agency.pk, "pk": foreign.pk, "year": year},
    }


def _add_role_change(world: World) -> None:
    """A proposal by somebody else about somebody else."""
    change = RoleChange.objects.create(
        person=UserFactory(),
        role=Role.VERIFIER,
        grants=True,
        proposed_by=UserFactory(roles=[Role.SECRETARIAT]),
        proposed_at=clock.now(),
    )
    world.things["role change"] = {"pk": change.pk}


def _add_iid(world: World, agency) -> None:
    """A sheet with a file, and an innovation that has none yet."""
    sheet = IidAssessmentFactory(innovation=InnovationFactory(agency=agency, title="Inovasi dengan lembar IID"))
    if "unused iid table" not in world.things:
        copied = copy_indicator_table(sheet.table_id, actor=world.people[SECRETARY])
        world.things["unused iid table"] = {"pk": copied.pk}
    upload = SimpleUploadedFile("sk.pdf", PDF)
    file = add_indicator_file(sheet.pk, 16, actor=world.people[OPERATOR], upload=upload)
    world.things |= {
        "agency and its innovation": {"agency_pk": agency.pk, "innovation_pk": InnovationFactory(agency=agency).pk},
        "iid sheet": {"pk": sheet.pk},
        "iid file": {"pk": file.pk},
        "iid year": {"table_year": sheet.table.year},
        "iid page": {"table_year": sheet.table.year, "pk": sheet.pk},
    }


def _add_national(world: World) -> None:
    """A candidate of the own agency, and a competition in which nothing was proposed yet."""
    last = 2099 - NationalCompetition.objects.count()
    new, competition = NationalCompetitionFactory(year=last), NationalCompetitionFactory(year=last - 1)
    version = version_of(Submission.objects.get(pk=world.things["verified"]["pk"]))
    group = competition.groups.get()
    proposal = make_candidate(version.pk, competition.pk, actor=world.people[SECRETARY], group_id=group.pk)
    latest, *_earlier = candidate_years(new)
    world.ids["national version"] = candidates_for(new, edition_year=latest)[0].version.pk
    world.ids["national group"] = new.groups.get().pk
    world.things |= {
        "national competition": {"pk": competition.pk},
        "new national competition": {"pk": new.pk},
        "national year": {"national_year": competition.year},
        "national proposal": {"pk": proposal.pk},
        **{
            f"{ending} of national proposal": {"pk": proposal.pk, "ending": ending} for ending in ("pdf", "zip", "txt")
        },
        "step of national proposal": {"pk": proposal.pk, "action": "prepare"},
    }


def _add_ideas(world: World, agency) -> None:
    """One of the operator that waits, and one that the operator has taken back."""
    author = world.people[OPERATOR]
    waiting = IdeaFactory(agency=agency, author=author)
    taken_back = IdeaFactory(agency=agency, author=author, state=IdeaState.WITHDRAWN)
    world.things |= {
        "idea": {"agency_pk": agency.pk, "pk": waiting.pk},
        "idea that was taken back": {"agency_pk": agency.pk, "pk": taken_back.pk},
    }


def _add_context(world: World, agency) -> None:
    """A mall, a word of the Ombudsman and figures of complaints in the region of the own agency."""
    world.things |= {
        "service mall": {"pk": ServiceMallFactory(region=agency.region).pk},
        "ombudsman finding": {"pk": OmbudsmanFindingFactory(region=agency.region).pk},
        "channel figure": {"pk": ChannelFigureFactory(region=agency.region).pk},
    }
