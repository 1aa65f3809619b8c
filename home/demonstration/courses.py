"""What is particular about each invented year: its stories, how its registration filled, who was treated apart."""

from dataclasses import dataclass

from home.demonstration.schedule import Rhythm

EXEMPT, EXEMPTION = "BANHUB", "Tidak menyelenggarakan pelayanan langsung kepada masyarakat Jawa Tengah."


@dataclass(frozen=True)
class MoreTime:
    """An agency may hand in some days later than the others. `granted` counts from the closing, like all days."""

    agency: str
    reason: str
    granted: int
    days: int


@dataclass(frozen=True)
class Course:
    """One edition. `exempt` are reasons by agency; `decided_by` is the last day on which verifiers have decided."""

    folder: str
    rhythm: Rhythm
    exempt: dict[str, str]
    more_time: MoreTime
    decided_by: int = 3


# The first year of the duty: most wait for the end, and half never come.
TWO_YEARS_AGO = Course(
    "two_years_ago",
    Rhythm(briefing=-24, reminder=-7, leave=(-45, -42), rush=9.0, seed=3),
    exempt={EXEMPT: EXEMPTION, "SETWAN": "Masa peralihan keanggotaan dewan berlangsung selama pendaftaran (contoh)."},
    more_time=MoreTime("DLHK", "Jaringan kantor terputus selama empat hari (contoh).", granted=-1, days=2),
)
LAST_YEAR = Course(
    "last_year",
    Rhythm(briefing=-36, reminder=-14, leave=(-30, -27), rush=6.0, seed=8),
    exempt={EXEMPT: EXEMPTION},
    more_time=MoreTime("RSUD-ADHYATMA", "Akreditasi rumah sakit pada pekan penutupan (contoh).", granted=-2, days=2),
)
# The duty has taken hold: the briefing comes early, and the registration is not over.
THIS_YEAR = Course(
    "this_year",
    Rhythm(briefing=-46, reminder=-21, leave=(-34, -31), rush=5.0, seed=5, until=-12),
    exempt={EXEMPT: EXEMPTION},
    more_time=MoreTime(
        "DINSOS", "Pegawai bertugas di pengungsian banjir selama masa pendaftaran.", granted=-13, days=3
    ),
    decided_by=-14,
)
