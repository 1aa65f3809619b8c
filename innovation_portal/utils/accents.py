"""The accent of another government: the portal's blues in another hue, and as light or dark as they are.

WCAG's contrast is a matter of relative luminance alone. Each colour keeps its own, so every pair that is readable in
indigo is readable in every hue, in both themes.
"""

import re
from colorsys import hls_to_rgb, rgb_to_hls

# Names of what cloth is dyed with, as that of indigo: its hue on the colour circle. The default needs no stylesheet.
DEFAULT = "nila"
HUES = {"telaga": 182, "daun": 150, "mengkudu": 352, "manggis": 290}

ROLES = (
    *("indigo", "indigo-hover", "on-indigo", "indigo-soft", "indigo-mid", "vat", "vat-line", "on-vat-2"),
    *("motif-indigo", "move", "move-bg", "map-1", "map-2", "map-3", "map-4"),
)
# What Bootstrap takes of them, also as three numbers, in the light theme, where it has its own blue.
OF_BOOTSTRAP = {"primary": "indigo", "info": "move", "link-color": "indigo", "link-hover-color": "indigo-hover"}
# What Wagtail's back office derives all its colours from, as three parts.
OF_WAGTAIL = {"primary": "vat", "secondary": "indigo"}
# Where tokens.css says the colours: selectors, and what has to close behind them.
BLOCKS = (
    (":root,[data-bs-theme=light]", ""),
    ("[data-bs-theme=dark]", ""),
    ("@media(prefers-color-scheme:dark){:root:not([data-bs-theme])", "}"),
)
STEPS = 40


def accent_stylesheet(tokens: str, hue: int) -> str:
    """Return what replaces the accent of `tokens`, the text of tokens.css, by that of a hue from 0 to 359 degrees."""
    return "".join(_block(tokens, selector, end, hue) for selector, end in BLOCKS) + _of_wagtail(tokens, hue)


def _block(tokens: str, selector: str, end: str, hue: int) -> str:
    text, turned = _turned(tokens, selector, hue)
    lines = [f"--so-{name}:#{colour}" for name, colour in turned.items()]
    for name, role in OF_BOOTSTRAP.items():
        if f"--bs-{name}-rgb:" in text:
            numbers = ", ".join(str(channel) for channel in bytes.fromhex(turned[role]))
            lines += [f"--bs-{name}-rgb:{numbers}", f"--bs-{name}:#{turned[role]}"]
    return f"{selector}{{\n  " + ";\n  ".join(lines) + f";\n}}{end}\n"


def _turned(tokens: str, selector: str, hue: int) -> tuple[str, dict[str, str]]:
    """Return the text of a block of tokens.css, and the colours of the accent in another hue by their roles."""
    text = tokens[tokens.index(selector + "{") + len(selector) :].split("}", 1)[0]
    colours = dict(re.findall(r"--so-([\w-]+):#([0-9A-Fa-f]{6})\b", text))
    return text, {name: in_hue(colours[name], hue) for name in ROLES}


def _of_wagtail(tokens: str, hue: int) -> str:
    _text, light = _turned(tokens, BLOCKS[0][0], hue)
    lines = []
    for name, role in OF_WAGTAIL.items():
        _hue, lightness, saturation = rgb_to_hls(*(channel / 255 for channel in bytes.fromhex(light[role])))
        lines += [f"--w-color-{name}-hue:{hue}", f"--w-color-{name}-saturation:{saturation:.1%}"]
        lines.append(f"--w-color-{name}-lightness:{lightness:.1%}")
    _text, dark = _turned(tokens, BLOCKS[1][0], hue)
    links = f"--w-color-secondary-100:#{dark['indigo']}"
    themes = f".w-theme-dark{{{links}}}\n@media(prefers-color-scheme:dark){{.w-theme-system{{{links}}}}}\n"
    return ":root{\n  " + ";\n  ".join(lines) + ";\n}\n" + themes


def in_hue(colour: str, hue: int) -> str:
    """Return a colour (RRGGBB) in another hue, with its saturation and, as near as 8 bits allow, its luminance."""
    wanted = luminance(colour)
    _hue, _lightness, saturation = rgb_to_hls(*(channel / 255 for channel in bytes.fromhex(colour)))
    if not saturation:
        return colour
    low, high = 0.0, 1.0
    for _step in range(STEPS):
        lightness = (low + high) / 2
        found = _hex(hls_to_rgb(hue / 360, lightness, saturation))
        low, high = (lightness, high) if luminance(found) < wanted else (low, lightness)
    return found


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (RRGGBB), 0 to 1 (WCAG 2.2)."""
    channels = (channel / 255 for channel in bytes.fromhex(colour))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _hex(channels: tuple[float, float, float]) -> str:
    return bytes(round(channel * 255) for channel in channels).hex().upper()
