"""Zip files from outside: read member by member in memory, never unpacked to where their names say."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from innovation_portal.utils.files import safe_name

ENCRYPTED = 0x1  # first bit of the general purpose flags (APPNOTE.TXT 4.4.4)
FOLDER_OF_MACOS = "__MACOSX"


@dataclass(frozen=True)
class Limits:
    """How many files a zip may hold, and how many bytes each of them and all together once they are unpacked."""

    files: int
    bytes_each: int
    bytes_together: int


@dataclass(frozen=True)
class Member:
    """A file of a zip: its content, or the problem that stands in its way."""

    name: str
    content: bytes = b""
    problem: ValidationError | None = None


def members_of(upload: File, limits: Limits) -> Iterator[Member]:
    """Give the files of a zip one by one, without folders and what macOS adds.

    Raises ValidationError with code `not_a_zip`, `too_many` or `too_large` before the first one. A member can have
    the problems `path`, `encrypted`, `too_large`, `empty` and `damaged`. No more bytes are unpacked than announced.
    """
    try:
        archive = zipfile.ZipFile(upload)
    except (zipfile.BadZipFile, ValueError):
        raise ValidationError(_("This is no zip file, or it is damaged."), code="not_a_zip") from None
    with archive:
        infos = [info for info in archive.infolist() if not _is_of_the_packer(info)]
        _check(infos, limits)
        for info in infos:
            yield _member(archive, info, limits)


def _is_of_the_packer(info: zipfile.ZipInfo) -> bool:
    return info.is_dir() or PurePosixPath(info.filename).parts[:1] == (FOLDER_OF_MACOS,)


def _check(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(infos) > limits.files:
        raise ValidationError(
            _("This zip holds %(count)s files; the most is %(limit)s. Send it in parts."),
            code="too_many",
            params={"count": len(infos), "limit": limits.files},
        )
    together = sum(info.file_size for info in infos)
    if together > limits.bytes_together:
        raise ValidationError(
            _("Unpacked, this zip is %(size)s; the most is %(limit)s. Send it in parts."),
            code="too_large",
            params={"size": filesizeformat(together), "limit": filesizeformat(limits.bytes_together)},
        )


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> Member:
    name = safe_name(info.filename)
    try:
        _check_member(info, limits)
        return Member(name, archive.read(info))
    except ValidationError as problem:
        return Member(name, problem=problem)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        return Member(name, problem=ValidationError(_("This file is damaged inside the zip."), code="damaged"))


def _check_member(info: zipfile.ZipInfo, limits: Limits) -> None:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise ValidationError(_("The name of this file leads out of the zip."), code="path")
    if info.flag_bits & ENCRYPTED:
        raise ValidationError(_("This file is locked with a password. Pack it without one."), code="encrypted")
    if not info.file_size:
        raise ValidationError(_("This file is empty."), code="empty")
    if info.file_size > limits.bytes_each:
        raise ValidationError(
            _("This file is %(size)s; the most is %(limit)s."),
            code="too_large",
            params={"size": filesizeformat(info.file_size), "limit": filesizeformat(limits.bytes_each)},
        )
