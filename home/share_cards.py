"""The picture that other sites show beside a link to an innovation: 1200 by 630 pixels, as Open Graph wants it."""

from dataclasses import asdict, dataclass
from functools import cached_property
from io import BytesIO

import pypdfium2
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from home.models import InnovationPage
from home.selectors.publication import PublicFacts
from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.pdf import print_together, printable
from submissions.enums import FIELD_MOTIFS, RegionKind

FOLDER = settings.BASE_DIR / "static" / "ornaments"
PIXELS_PER_POINT = 96 / 72
COLOURS = 256
# Counts up with every change of the drawing, so that the pictures get new names.
LOOK = 1
CARDS_FOLDER = "share_cards"  # in the storage of the uploads
MOST_SIGNS, MOST_OF_A_NAME = 110, 44
# From how many signs on a title is set smaller.
LONG, LONGEST = 42, 74


@dataclass(frozen=True)
class ShareCard:
    """What the picture says. The same words give the same name, other words another one."""

    title: str
    agency: str
    region: str
    honour: str
    motif: str
    is_local: bool
    address: str

    @cached_property
    def digest(self) -> str:
        return hash_of([LOOK, asdict(self)])[:16]

    @property
    def file(self) -> str:
        """Where the picture is kept: by the code at the end of the address, so that old ones of a page are found."""
        return f"{CARDS_FOLDER}/{self.address.rsplit('/', 1)[-1]}-{self.digest}.png"

    @property
    def size(self) -> str:
        return "is-small" if len(self.title) > LONGEST else "is-medium" if len(self.title) > LONG else "is-large"


def card_of(page: InnovationPage, facts: PublicFacts) -> ShareCard:
    title, best = page.headline or facts.title, facts.best_honour
    return ShareCard(
        title=_shortened(title, MOST_SIGNS),
        agency=_shortened(facts.agency_name, MOST_OF_A_NAME),
        region=facts.region_name if facts.region_name != facts.agency_name else "",
        honour=best.badge if best else "",
        motif=FIELD_MOTIFS.get(facts.field, "kawung"),
        is_local=facts.region_kind in (RegionKind.REGENCY, RegionKind.CITY),
        address=page.lasting_address.split("://", 1)[-1].rstrip("/"),
    )


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def is_drawn(card: ShareCard) -> bool:
    return default_storage.exists(card.file)


def picture_of(card: ShareCard) -> bytes:
    """Return the picture as PNG. It is drawn once and kept until no page names it (`home.services.card_sweep`)."""
    if default_storage.exists(card.file):
        with default_storage.open(card.file) as kept:
            return kept.read()
    picture = draw(card)
    if not default_storage.exists(card.file):  # somebody else may have drawn it meanwhile
        default_storage.save(card.file, ContentFile(picture))
    return picture


def draw(card: ShareCard) -> bytes:
    html = render_to_string("home/share_card.html", {"card": card, **printable(asdict(card))})
    pdf = print_together(html, folder=FOLDER, stylesheets=["share_card"])
    output = BytesIO()
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=PIXELS_PER_POINT).to_pil()
    picture.convert("RGB").quantize(COLOURS).save(output, "PNG", optimize=True)
    return output.getvalue()
