"""What the page of an innovation shows, and what stands in its place once it is withdrawn."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from home.citations import Citation
from home.models import InnovationPage
from home.selectors.catalogue import neighbours
from home.selectors.lineages import family_of
from home.selectors.proofs import public_proofs
from home.selectors.publication import MeasuredFigure, PublicFacts, public_facts
from home.selectors.service_context import public_context_of
from home.selectors.voice import voice_of
from home.share_cards import card_of
from home.story_charts import comparisons_of, family_tree
from home.views.structured_data import innovation_data
from submissions.enums import EvidenceKind

ALIKE_SHOWN = 4


def facts_of(page: InnovationPage) -> PublicFacts:
    """Return what may be said now; the facts may be gone while the task that takes the page down is still to come."""
    facts = public_facts([page.innovation_id]).get(page.innovation_id)
    if facts is None:
        raise Http404
    return facts


def innovation_context(page: InnovationPage) -> dict:
    facts = facts_of(page)
    voice = voice_of(facts.innovation)
    family = family_of(facts.innovation, confirmed=voice.replications)
    proofs = public_proofs(facts.version)
    card = share_card_url(page, facts)
    return {
        "facts": facts,
        "sections": [(section, comparisons_of(section.figures)) for section in facts.sections],
        "comparisons": comparisons_of(MeasuredFigure(**figure.value) for figure in page.figures),
        "legal_basis": [line.strip() for line in page.legal_basis.splitlines() if line.strip()],
        "entry": family.own,
        "family": family,
        "family_tree": family_tree(family),
        "pictures": [proof for proof in proofs if proof.kind == EvidenceKind.PICTURE],
        "documents": [proof for proof in proofs if proof.kind == EvidenceKind.DOCUMENT],
        "links": [proof for proof in proofs if proof.kind == EvidenceKind.LINK],
        "citation": citation_of(page, facts),
        "share_card": card,
        "structured_data": innovation_data(page, facts, family, picture=card),
        "alike": neighbours(family.own, ALIKE_SHOWN) if family.own else [],
        "voice": voice,
        "context": public_context_of(facts.innovation),
    }


def citation_of(page: InnovationPage, facts: PublicFacts) -> Citation:
    return Citation(
        code=page.code,
        title=facts.title,
        author=facts.agency_name,
        year=facts.year,
        publisher=settings.WAGTAIL_SITE_NAME,
        address=page.lasting_address,
    )


def share_card_url(page: InnovationPage, facts: PublicFacts) -> str:
    path = reverse("home:innovation-card", args=[page.code, card_of(page, facts).digest])
    return settings.PORTAL_ADDRESS.rstrip("/") + path


def withdrawn_page(page: InnovationPage, request: HttpRequest) -> HttpResponse:
    """Answer 410: the page was here, says since when it is not, and why in general words."""
    return render(request, "home/withdrawn.html", {"page": page}, status=410)
