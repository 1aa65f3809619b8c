"""Fixed choices of the registry. What a province may want to change is a row of an edition instead."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegionKind(models.TextChoices):
    NATION = "nasional", _("national")
    PROVINCE = "provinsi", _("province")
    REGENCY = "kabupaten", _("regency (kabupaten)")
    CITY = "kota", _("city (kota)")


class AgencyKind(models.TextChoices):
    SECRETARIAT = "sekretariat", _("secretariat")
    BUREAU = "biro", _("bureau")
    INSPECTORATE = "inspektorat", _("inspectorate")
    DEPARTMENT = "dinas", _("department (dinas)")
    BOARD = "badan", _("board (badan)")
    UNIT = "satuan", _("civil service police unit")
    HOSPITAL = "rsud", _("regional hospital")
    MENTAL_HOSPITAL = "rsjd", _("regional mental hospital")
    PROVINCE = "provinsi", _("provincial government")
    REGENCY = "kabupaten", _("regency government")
    CITY = "kota", _("city government")
    SERVICE_UNIT = "upp", _("service unit")
    COMPANY = "bumd", _("regional company")
    OTHER = "lainnya", _("other")


class AgencyChangeKind(models.TextChoices):
    RENAMED = "renamed", _("Renamed")
    MERGED = "merged", _("Merged into another agency")
    CLOSED = "closed", _("Closed")


class MembershipRole(models.TextChoices):
    """What a person does for an agency. A head may do what an operator may, and is told how the duty stands."""

    OPERATOR = "operator", _("Operator")
    APPROVER = "approver", _("Person in charge")
    HEAD = "head", _("Head of the agency")


class ChannelKind(models.TextChoices):
    """Ways to an agency. The last five take complaints (Perpres 76/2013; SP4N-LAPOR! is the national one)."""

    WEBSITE = "website", _("Website")
    INSTAGRAM = "instagram", "Instagram"
    FACEBOOK = "facebook", "Facebook"
    X = "x", "X"
    YOUTUBE = "youtube", "YouTube"
    TIKTOK = "tiktok", "TikTok"
    LAPOR = "lapor", "SP4N-LAPOR!"
    COMPLAINT_PAGE = "aduan", _("Page for complaints")
    WHATSAPP = "whatsapp", "WhatsApp"
    PHONE = "telepon", _("Telephone")
    EMERGENCY = "darurat", _("Emergency telephone")

    @property
    def is_phone(self) -> bool:
        return self in {ChannelKind.WHATSAPP, ChannelKind.PHONE, ChannelKind.EMERGENCY}

    @property
    def is_for_complaints(self) -> bool:
        return self.is_phone or self in {ChannelKind.LAPOR, ChannelKind.COMPLAINT_PAGE}


class EditionState(models.TextChoices):
    PREPARATION = "preparation", _("In preparation")
    OPEN = "open", _("Open")
    FINISHED = "finished", _("Finished")


class StageKind(models.TextChoices):
    REGISTRATION = "registration", _("Registration")
    VERIFICATION = "verification", _("Verification")
    JUDGING = "judging", _("Proposal judging")
    PRESENTATION = "presentation", _("Presentation and interview")
    OBJECTION = "objection", _("Objection period")
    AWARDING = "awarding", _("Awards")


class ReminderAudience(models.TextChoices):
    """Whom a reminder is for; the first three count the days to the end of registration."""

    UNMET = "unmet", _("Registration: every agency that has not met its duty")
    DRAFT = "draft", _("Registration: only agencies with a draft")
    NOTHING = "nothing", _("Registration: only agencies without anything")
    CORRECTION = "correction", _("Correction: agencies that have one to hand in")


class ReminderRecipients(models.TextChoices):
    """To whom a reminder goes. The second and third are an escalation: one mail per person, with all agencies."""

    MEMBERS = "members", _("Operators and persons in charge")
    HEAD = "head", _("Head of the agency")
    SUPERIOR = "superior", _("Superior of the agency")


class SummaryKind(models.TextChoices):
    """What is written by the clock about how the duty stands."""

    LEADERSHIP = "leadership", _("Daily to leadership")
    HEADS = "heads", _("Daily to heads of agencies")
    ARREARS = "arrears", _("Weekly to agencies in arrears")


class CataloguePolicy(models.TextChoices):
    AFTER_VERIFICATION = "verification", _("After verification")
    AFTER_ANNOUNCEMENT = "announcement", _("After the announcement")


class BoardOpenness(models.TextChoices):
    """What who leads an agency sees of the other agencies in the monitoring (decision 0020)."""

    CLOSED = "closed", _("Nothing: only the own agency")
    COUNTS = "counts", _("Figures of all together, and the own place among them")
    PUBLIC = "public", _("Every agency with its state")


class Lineage(models.TextChoices):
    NEW = "new", _("New innovation")
    DEVELOPMENT = "development", _("Development of an own innovation")
    REPLICATION = "replication", _("Replication of another innovation")


class LifeState(models.TextChoices):
    UNKNOWN = "unknown", _("Not known")
    RUNNING = "running", _("Running")
    GROWING = "growing", _("Growing")
    STOPPED = "stopped", _("Stopped")


class SectionKind(models.TextChoices):
    """What a section of the proposal asks for."""

    TEXT = "text", _("Text")
    CHOICE = "choice", _("Choice")
    NUMBER = "number", _("One figure")
    DATE = "date", _("Date")
    FIGURES = "figures", _("Figures before and after")
    LINKS = "links", _("Links")
    FILES = "files", _("Files")


class FormerWinners(models.TextChoices):
    """Whether an innovation that has won may enter in a group again."""

    ANY = "any", _("May take part")
    EXCLUDED = "excluded", _("May not take part")
    REQUIRED = "required", _("Only they may take part")


class DataMark(models.TextChoices):
    """Where the facts of an innovation come from; the catalogue shows it."""

    REGISTRY = "registry", _("Registry")
    PUBLIC = "public", _("Public data")
    EXAMPLE = "example", _("Example")


class InnovationForm(models.TextChoices):
    """Bentuk inovasi daerah, PP 38/2017."""

    GOVERNANCE = "governance", _("Governance of regional government")
    PUBLIC_SERVICE = "public_service", _("Public service")
    OTHER = "other", _("Other, within the region's affairs")


class InnovationType(models.TextChoices):
    """Jenis inovasi daerah."""

    DIGITAL = "digital", _("Digital")
    NON_DIGITAL = "non_digital", _("Not digital")


class InnovationPhase(models.TextChoices):
    """Tahap inovasi daerah."""

    INITIATIVE = "initiative", _("Initiative")
    TRIAL = "trial", _("Trial")
    IMPLEMENTATION = "implementation", _("Implementation")


class Initiator(models.TextChoices):
    """Inisiator inovasi daerah, PP 38/2017."""

    HEAD = "kdh", _("Head of the region")
    COUNCIL = "dprd", _("Member of the regional council (DPRD)")
    AGENCY = "opd", _("Agency")
    OFFICIAL = "asn", _("Civil servant (ASN)")
    PUBLIC = "masyarakat", _("Community")


class ServiceField(models.TextChoices):
    """Bidang: the thematic list of provincial forms (domain notes 1.4). Each has its batik motif."""

    HEALTH = "kesehatan", _("Health")
    EDUCATION = "pendidikan", _("Education")
    ECONOMY = "ekonomi", _("Economic growth and jobs")
    POVERTY = "kemiskinan", _("Poverty reduction")
    FOOD = "pangan", _("Food security")
    COMMUNITY = "pemberdayaan", _("Community empowerment")
    INCLUSION = "inklusi", _("Social inclusion")
    ENVIRONMENT = "lingkungan", _("Energy and environment")
    GOVERNANCE = "tata-kelola", _("Governance")
    LAW = "hukum", _("Law enforcement")
    DISASTER = "bencana", _("Disaster resilience")

    @property
    def motif(self) -> str:
        return FIELD_MOTIFS[self]


FIELD_MOTIFS = {
    ServiceField.HEALTH: "kawung",
    ServiceField.EDUCATION: "ceplok",
    ServiceField.ECONOMY: "parang",
    ServiceField.POVERTY: "truntum",
    ServiceField.FOOD: "tumpal",
    ServiceField.COMMUNITY: "truntum",
    ServiceField.INCLUSION: "truntum",
    ServiceField.ENVIRONMENT: "gringsing",
    ServiceField.GOVERNANCE: "nitik",
    ServiceField.LAW: "nitik",
    ServiceField.DISASTER: "lereng",
}


class GovernmentAffair(models.TextChoices):
    """Urusan pemerintahan konkuren, UU 23/2014 art. 12: basic services, other obligatory ones, then optional ones."""

    EDUCATION = "pendidikan", _("Education")
    HEALTH = "kesehatan", _("Health")
    PUBLIC_WORKS = "pekerjaan-umum", _("Public works and spatial planning")
    HOUSING = "perumahan", _("Public housing and settlements")
    PUBLIC_ORDER = "ketenteraman", _("Public order and protection of the community")
    SOCIAL = "sosial", _("Social affairs")
    LABOUR = "tenaga-kerja", _("Labour")
    WOMEN_AND_CHILDREN = "perempuan-anak", _("Women's empowerment and child protection")
    FOOD = "pangan", _("Food")
    LAND = "pertanahan", _("Land affairs")
    ENVIRONMENT = "lingkungan-hidup", _("Environment")
    CIVIL_REGISTRATION = "dukcapil", _("Population administration and civil registration")
    VILLAGES = "desa", _("Community and village empowerment")
    FAMILY_PLANNING = "keluarga-berencana", _("Population control and family planning")
    TRANSPORT = "perhubungan", _("Transport")
    COMMUNICATION = "kominfo", _("Communication and informatics")
    COOPERATIVES = "koperasi-ukm", _("Cooperatives, small and medium enterprises")
    INVESTMENT = "penanaman-modal", _("Investment")
    YOUTH_AND_SPORT = "pemuda-olahraga", _("Youth and sport")
    STATISTICS = "statistik", _("Statistics")
    CRYPTOGRAPHY = "persandian", _("Cryptography")
    CULTURE = "kebudayaan", _("Culture")
    LIBRARIES = "perpustakaan", _("Libraries")
    ARCHIVES = "kearsipan", _("Archives")
    FISHERIES = "kelautan-perikanan", _("Marine affairs and fisheries")
    TOURISM = "pariwisata", _("Tourism")
    AGRICULTURE = "pertanian", _("Agriculture")
    FORESTRY = "kehutanan", _("Forestry")
    ENERGY = "esdm", _("Energy and mineral resources")
    TRADE = "perdagangan", _("Trade")
    INDUSTRY = "perindustrian", _("Industry")
    TRANSMIGRATION = "transmigrasi", _("Transmigration")


class SustainableGoal(models.IntegerChoices):
    """Tujuan Pembangunan Berkelanjutan (SDGs) 1 to 17."""

    NO_POVERTY = 1, _("No poverty")
    ZERO_HUNGER = 2, _("Zero hunger")
    GOOD_HEALTH = 3, _("Good health and well-being")
    QUALITY_EDUCATION = 4, _("Quality education")
    GENDER_EQUALITY = 5, _("Gender equality")
    CLEAN_WATER = 6, _("Clean water and sanitation")
    CLEAN_ENERGY = 7, _("Affordable and clean energy")
    DECENT_WORK = 8, _("Decent work and economic growth")
    INFRASTRUCTURE = 9, _("Industry, innovation and infrastructure")
    REDUCED_INEQUALITIES = 10, _("Reduced inequalities")
    SUSTAINABLE_CITIES = 11, _("Sustainable cities and communities")
    RESPONSIBLE_CONSUMPTION = 12, _("Responsible consumption and production")
    CLIMATE_ACTION = 13, _("Climate action")
    LIFE_BELOW_WATER = 14, _("Life below water")
    LIFE_ON_LAND = 15, _("Life on land")
    STRONG_INSTITUTIONS = 16, _("Peace, justice and strong institutions")
    PARTNERSHIPS = 17, _("Partnerships for the goals")


class SubmissionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    AWAITING_APPROVAL = "awaiting_approval", _("Awaiting approval")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    VERIFIED = "verified", _("Verified")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ComplianceState(models.TextChoices):
    """State of an agency in an edition, from least to most done (design, section 5)."""

    EXEMPT = "exempt", _("Exempt")
    NOTHING = "nothing", _("Nothing yet")
    DRAFT = "draft", _("Draft")
    AWAITING_APPROVAL = "awaiting_approval", _("Awaiting approval")
    REJECTED = "rejected", _("Rejected")
    RETURNED = "returned", _("Returned")
    SUBMITTED = "submitted", _("Submitted")
    VERIFIED = "verified", _("Verified")


class DutyOutcome(models.TextChoices):
    MET = "met", _("Duty kept")
    UNMET = "unmet", _("Duty not kept")
    EXEMPT = "exempt", _("Exempt")
    NONE = "none", _("No duty")


class ObligationStep(models.TextChoices):
    ENTERED = "entered", _("Entered")
    EXEMPTED = "exempted", _("Exempted")
    LIFTED = "lifted", _("Exemption lifted")
    ENDED = "ended", _("The agency has ended")


class EvidenceKind(models.TextChoices):
    DOCUMENT = "document", _("Document")
    PICTURE = "picture", _("Picture")
    LINK = "link", _("Link")


class VerificationOutcome(models.TextChoices):
    PASSED = "passed", _("Passed")
    RETURNED = "returned", _("Returned")
    REJECTED = "rejected", _("Rejected")


class DossierPart(models.TextChoices):
    """What a verifier can remark on; of the sections each one by itself."""

    SECTION = "section", _("Section")
    FACTS = "facts", _("Facts")
    EVIDENCE = "evidence", _("Evidence")
    INNOVATORS = "innovators", _("Innovators")
    DECLARATIONS = "declarations", _("Declarations")
