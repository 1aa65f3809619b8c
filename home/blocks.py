"""Stream blocks of the editors. Their templates draw the components of the visual language."""

from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from innovation_portal.utils.addresses import host_of

PARAGRAPH_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=250,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    caption = blocks.CharBlock(label=_("Caption and source"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "home/blocks/picture.html"
        description = _("A picture over the whole column, with its words for those who cannot see it.")
        preview_template = "home/blocks/picture_preview.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"), max_length=500)
    source = blocks.CharBlock(
        label=_("Who says it"), max_length=150, help_text=_("Name a person only with that person's consent.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "home/blocks/quote.html"
        description = _("What somebody said, word for word.")
        preview_value = {
            "text": "Dulu saya berangkat sebelum subuh. Sekarang nomor antrean sudah ada sebelum sarapan.",
            "source": "Pasien rawat jalan (contoh)",
        }


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        template = "home/blocks/heading.html"
        form_classname = "title"
        description = _("Says what the next paragraphs found, not only what they are about.")
        preview_value = "Antrean turun dari tiga jam menjadi dua puluh menit"


class ParagraphBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        template = "home/blocks/paragraph.html"
        description = _("Text with links and lists. Three or four sentences are enough.")
        preview_value = (
            "<p>Nomor antrean diambil lewat telepon atau di puskesmas. Pasien datang pada jamnya, dan ruang tunggu "
            "tidak lagi penuh sejak pagi.</p>"
        )


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock(max_length=120)
    paragraph = ParagraphBlock(features=PARAGRAPH_FEATURES)
    picture = PictureBlock()
    quote = QuoteBlock()

    class Meta:
        required = False


class VideoBlock(blocks.StructBlock):
    """A video that is kept elsewhere: a card with a link, and nothing is fetched before somebody goes there."""

    title = blocks.CharBlock(label=_("What the video shows"), max_length=150)
    url = blocks.URLBlock(
        label=_("Address"),
        max_length=500,
        validators=[URLValidator(schemes=["https"])],
        help_text=_("Begins with https://."),
    )
    length = blocks.CharBlock(label=_("Length"), max_length=20, required=False, help_text=_("For example: 3 minutes."))

    class Meta:
        icon = "media"
        label = _("Video")
        template = "home/blocks/video.html"
        description = _("A card that leads to a video elsewhere; nothing of it is loaded before somebody goes there.")
        preview_value = {
            "title": "Sehari di loket malam (contoh)",
            "url": "https://video.contoh.id/loket",
            "length": "3 menit",
        }

    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | {"host": host_of(value["url"])}


class StoryBlock(BodyBlock):
    """What editors tell of an innovation: the body of any page, and videos."""

    video = VideoBlock()


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=150, help_text=_("As people would ask it."))
    answer = blocks.RichTextBlock(
        label=_("Answer"), features=PARAGRAPH_FEATURES, help_text=_("Begin with the answer, then explain.")
    )

    class Meta:
        icon = "help"
        label = _("Question")
        template = "home/blocks/question.html"
        preview_template = "home/blocks/question_preview.html"
        description = _("One question with its answer, to be opened.")
        preview_value = {
            "question": "Apakah usulan dapat diubah setelah diajukan?",
            "answer": "<p>Tidak. Yang dinilai adalah versi yang dibekukan saat diajukan.</p>",
        }


class QuestionsBlock(blocks.StreamBlock):
    heading = HeadingBlock(max_length=120)
    question = QuestionBlock()

    class Meta:
        required = False


class BeforeAfterBlock(blocks.StructBlock):
    label = blocks.CharBlock(
        label=_("What was measured"), max_length=80, help_text=_("For example: waiting time of outpatients.")
    )
    before = blocks.CharBlock(label=_("Before"), max_length=20)
    after = blocks.CharBlock(label=_("After"), max_length=20)
    unit = blocks.CharBlock(label=_("Unit"), max_length=20, required=False)

    class Meta:
        icon = "arrow-right"
        label = _("Before and after")
        template = "home/blocks/before_after.html"
        preview_template = "home/blocks/before_after_preview.html"
        description = _("One figure before and after the innovation.")
        preview_value = {"label": "Waktu tunggu rawat jalan", "before": "142", "after": "48", "unit": "menit"}


class LinkBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    address = blocks.CharBlock(
        label=_("Address"),
        max_length=200,
        required=False,
        help_text=_("Instead of a page: a path of this site, for example /opd/, or a full address."),
    )

    class Meta:
        icon = "link"
        label = _("Link")


class StepBlock(blocks.StructBlock):
    """One of the steps by which an agency takes part."""

    title = blocks.CharBlock(label=_("What to do"), max_length=60)
    text = blocks.TextBlock(label=_("Explanation"), max_length=250)
    link = LinkBlock(label=_("Link"))

    class Meta:
        icon = "list-ol"
        label = _("Step")
        template = "home/blocks/step.html"
        preview_template = "home/blocks/step_preview.html"
        description = _("A step of taking part; its number comes by itself.")
        preview_value = {
            "title": "Tulis bersama",
            "text": "Operator menulis aspek usulan dan mengunggah bukti. Tulisan tersimpan sendiri.",
            "link": {"text": "Buka panduan penulis", "page": None, "address": "/panduan/"},
        }


class DoorBlock(blocks.StructBlock):
    """One of the entrances at the foot of the home page: whom it is for, and where they go from here."""

    icon = blocks.ChoiceBlock(
        label=_("Icon"),
        choices=[("office", _("Office")), ("user", _("Person")), ("copy", _("Copy"))],
        default="office",
    )
    title = blocks.CharBlock(label=_("For whom"), max_length=60)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), max_num=5)

    class Meta:
        icon = "list-ul"
        label = _("Entrance")
        template = "home/blocks/door.html"
        preview_template = "home/blocks/door_preview.html"
        description = _("A group of visitors and where they go from the home page.")
        preview_value = {
            "icon": "user",
            "title": "Saya warga",
            "links": [{"text": "Cari inovasi di daerah saya", "page": None, "address": "/inovasi/"}],
        }
