"""How an innovation is cited: in words, for BibTeX and for programs that read RIS."""

import re
from dataclasses import dataclass

# What TeX would act on.
TEX = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True)
class Citation:
    """What is cited. `author` is the agency, `address` the lasting one."""

    code: str
    title: str
    author: str
    year: int
    publisher: str
    address: str

    def in_words(self) -> str:
        return f"{self.author}. ({self.year}). {self.title}. {self.publisher}. {self.address}"

    def as_bibtex(self) -> str:
        """Return one entry of type `misc`; braces keep names and capitals as they are."""
        fields = {
            "author": f"{{{_tex(self.author)}}}",
            "title": f"{{{_tex(self.title)}}}",
            "year": str(self.year),
            "publisher": _tex(self.publisher),
            "url": _tex(self.address),
            "language": "indonesian",
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{inovasi-{self.code},\n{lines}\n}}\n"

    def as_ris(self) -> str:
        """Return one record of type `ELEC` (electronic source); lines end as the format wants it."""
        lines = [
            ("TY", "ELEC"),
            ("AU", _line(self.author)),
            ("TI", _line(self.title)),
            ("PY", str(self.year)),
            ("PB", _line(self.publisher)),
            ("UR", self.address),
            ("ID", self.code),
            ("LA", "id"),
            ("ER", ""),
        ]
        return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)


def _tex(text: str) -> str:
    return "".join(TEX.get(sign, sign) for sign in _line(text))


def _line(text: str) -> str:
    """A line of these formats is a field: what breaks it in the text becomes a space."""
    return re.sub(r"[\x00-\x20\x7f\x85\u2028\u2029]+", " ", text).strip()
