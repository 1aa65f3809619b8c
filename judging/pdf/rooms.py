"""The place for words on each design, in millimetres; the ornaments around it are in the stylesheets."""

from dataclasses import dataclass

from judging.enums import CertificateDesign, Orientation


@dataclass(frozen=True)
class Box:
    """A rectangle by its left upper corner; without a height it is as high as what it holds."""

    left: float
    top: float
    width: float
    height: float | None = None

    @property
    def css(self) -> str:
        height = "" if self.height is None else f";height:{self.height:.2f}mm"
        return f"left:{self.left:.2f}mm;top:{self.top:.2f}mm;width:{self.width:.2f}mm{height}"


@dataclass(frozen=True)
class Room:
    """Where the words of a design stand: from `top` to `bottom`, `width` wide, on the middle line or at the left."""

    left: float
    width: float
    top: float
    bottom: float
    emblem_height: float = 21
    is_centred: bool = True


ROOMS = {
    (CertificateDesign.GUNUNGAN, Orientation.LANDSCAPE): Room(108, 166, 17, 194, is_centred=False),
    (CertificateDesign.GUNUNGAN, Orientation.PORTRAIT): Room(25, 160, 66, 281, emblem_height=19),
    (CertificateDesign.PARANG, Orientation.LANDSCAPE): Room(36, 225, 29, 180, emblem_height=17),
    (CertificateDesign.PARANG, Orientation.PORTRAIT): Room(31, 148, 33, 265),
    (CertificateDesign.TUMPAL, Orientation.LANDSCAPE): Room(44, 209, 15, 195, emblem_height=19),
    (CertificateDesign.TUMPAL, Orientation.PORTRAIT): Room(25, 160, 38, 259),
}


def room_of(design: str, orientation: str) -> Room:
    return ROOMS[CertificateDesign(design), Orientation(orientation)]
