"""Cuts the page's fonts down to what the page can show, and writes www/fonts/*.woff2.

    npm pack @ibm/plex-sans-variable@0.2.0 source-serif@4.5.1 @fontsource/stix-two-math@5.3.0
    (and unpack the three outside this repository)
    pip install fonttools==4.68.0 brotli==1.2.1
    python3 scripts/fonts.py --sans "IBM Plex Sans Var-Roman.ttf" \\
        --serif SourceSerif4Variable-Roman.ttf --serif-italic SourceSerif4Variable-Italic.ttf \\
        --math stix-two-math-latin-400-normal.woff2

What keeps the total under BUDGET, in the order in which it was given up: hinting, axis ranges,
kerning that varies with the weight, kerning between anything but letters, and only then
characters. One sans file serves the normal and the condensed width. The light weight is cut to
the letters of the title, and the math font to what has to stretch.

The sources' licenses reserve the names "Plex" and "Source" for the unreduced fonts, so the
reduced ones carry other names. Their license travels with them in www/fonts/.

    python3 scripts/fonts.py --metrics www/fonts/sans.woff2 Arial.ttf [--width 85]

prints the size-adjust and the overrides that www/styles/fallbacks.css gives to a fallback face.
"""

import argparse
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

BUDGET = 60_000
OUT = Path(__file__).resolve().parent.parent / "www" / "fonts"

TITLE = "Attention, by experiment"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ASCII = "".join(map(chr, range(0x20, 0x7F)))
QUOTATION = "\u00a0\u2009–—‘’‚“”„…·×−"
PUNCTUATION = QUOTATION + "÷√∞≤≥≈½€°«»‹›←↑→↓"
# English, French and German whole, and some small letters of their neighbors.
ACCENTS = "ÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜŸŒàâäæçèéêëîïôöùûüÿœß"
NEIGHBORS = "áãåíñóõøú"
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
GREEK = "ΔΣσ"

TEXT = ASCII + PUNCTUATION + ACCENTS + NEIGHBORS + GREEK
KERNED = LETTERS + "’,.-"

# file: source, characters, axis limits (a number pins the axis), family, layout features
FACES = {
    "sans.woff2": ("sans", TEXT + SUBSCRIPTS, {"wght": (400, 600), "wdth": (85, 100)}, "Attention Sans", []),
    "title.woff2": ("sans", TITLE, {"wght": 300, "wdth": 100}, "Attention Title", []),
    "serif.woff2": ("serif", TEXT, {"wght": (400, 600), "opsz": 18}, "Attention Serif", ["liga"]),
    "serif-italic.woff2": ("serif_italic", ASCII + QUOTATION + ACCENTS, {"wght": 400, "opsz": 18}, "Attention Serif", ["liga"]),
    "math.woff2": ("math", "()√∑", {}, "Attention Math", []),
}


def cut(source: Path, characters: str, limits: dict, features: list[str]) -> TTFont:
    font = TTFont(source)
    options = subset.Options(
        layout_features=features, hinting=False, notdef_outline=True, drop_tables=["DSIG", "STAT"]
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    missing = sorted(set(map(ord, characters)) - set(font.getBestCmap()))
    if missing:
        print(f"{source.name} has no {' '.join(map(chr, missing))}", file=sys.stderr)
    return instancer.instantiateVariableFont(font, limits) if limits else font


def kern(font: TTFont, source: Path, limits: dict) -> None:
    """Borrows the kerning of the lightest, widest instance for the whole range of the axes."""
    pinned = {axis: min(limit) if axis == "wght" else max(limit) for axis, limit in limits.items() if isinstance(limit, tuple)}
    fixed = cut(source, "".join(c for c in KERNED if ord(c) in font.getBestCmap()), {**limits, **pinned}, ["kern"])
    for table in ("GPOS", "GDEF"):
        if table in font:
            del font[table]
        if table in fixed:
            font[table] = fixed[table]


def rename(font: TTFont, family: str) -> None:
    """Keeps the copyright and the license, and replaces the names that the license reserves."""
    names = font["name"]
    style = "Italic" if font["post"].italicAngle else "Regular"
    postscript = f"{family.replace(' ', '')}-{style}"
    texts = {
        0: names.getDebugName(0), 1: family, 2: style, 3: f"{postscript};subset",
        4: f"{family} {style}", 6: postscript,
        13: "SIL Open Font License, Version 1.1", 14: "https://openfontlicense.org",
    }  # fmt: skip
    names.names = []
    for identifier, text in texts.items():
        names.setName(text, identifier, 3, 1, 0x409)
    if "fvar" in font:
        font["fvar"].instances = []
        for axis in font["fvar"].axes:
            axis.axisNameID = 2


def metrics(ours: Path, fallback: Path, width: int) -> None:
    """Scales a fallback so that running English takes the same room in both."""
    font, other = TTFont(ours), TTFont(fallback)
    english = "etaoin shrdlu etaoin shrdlu cmfwyp vbgkqjxz "
    text = english if ord("z") in font.getBestCmap() else TITLE

    def measure(font: TTFont) -> float:
        cmap, advances = font.getBestCmap(), font["hmtx"]
        return sum(advances[cmap[ord(c)]][0] for c in text) / font["head"].unitsPerEm

    if "fvar" in font:
        axes = {axis.axisTag for axis in font["fvar"].axes}
        font = instancer.instantiateVariableFont(font, {"wght": 400, **({"wdth": width} if "wdth" in axes else {})})
    scale = measure(font) / measure(other)
    up, down = (abs(value) / font["head"].unitsPerEm / scale for value in (font["hhea"].ascent, font["hhea"].descent))
    print(f"size-adjust: {scale:.1%}; ascent-override: {up:.1%}; descent-override: {down:.1%}; line-gap-override: 0%;")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("sans", "serif", "serif-italic", "math"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--metrics", nargs=2, type=Path, metavar=("OURS", "FALLBACK"))
    parser.add_argument("--width", type=int, default=100)
    arguments = parser.parse_args()
    if arguments.metrics:
        metrics(*arguments.metrics, arguments.width)
        return

    for file, (source, characters, limits, family, features) in FACES.items():
        path = getattr(arguments, source)
        if path is None:
            parser.error(f"--{source.replace('_', '-')} is needed for {file}")
        font = cut(path, characters, limits, features)
        if limits:
            kern(font, path, limits)
        rename(font, family)
        font.flavor = "woff2"
        font.save(OUT / file)
    sizes = {path.name: path.stat().st_size for path in sorted(OUT.glob("*.woff2"))}
    for name, size in sizes.items():
        print(f"{size:7,} {name}")
    print(f"{sum(sizes.values()):7,} of {BUDGET:,} bytes")
    if sum(sizes.values()) > BUDGET:
        sys.exit("The fonts are over budget: narrow an axis in FACES before dropping characters.")


if __name__ == "__main__":
    main()
