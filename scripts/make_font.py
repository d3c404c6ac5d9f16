"""Make our fonts and the table of their glyph widths from the package fontpkg-manrope.

All come from the same cut of the font, so what a picture measures is what a
reader's browser draws. Browsers get a WOFF2. What sets type without a browser
gets a TTF, and one more whose Bulgarian letters need not be asked for: such
programs know no languages. The same package and the same fonttools give the
same bytes.

    pip install fontpkg-manrope "fonttools[woff]"
    python scripts/make_font.py
"""

import json
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parents[1]
ASSETS = ROOT / "templates" / "handbook" / "assets"
FONTS = ROOT / "templates" / "fonts"
WIDTHS = ROOT / "src" / "playbook" / "drawing" / "widths.json"

LETTERS = (
    *range(0x20, 0x7F),  # Basic Latin
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A: the names of Europe
    *range(0x218, 0x21C),  # Romanian
    *range(0x400, 0x460),  # Cyrillic
    *range(0x490, 0x492),  # Ukrainian
    *range(0x2010, 0x2027),  # dashes, quotes, bullet, dots
    0x2030,  # per mille
    *range(0x2039, 0x203B),  # single angle quotes
    0x20AC,  # euro
    0x2116,  # number sign
    0x2122,  # trade mark
    *range(0x2190, 0x2194),  # arrows
    *(0x2212, 0x2248, 0x2260, 0x2264, 0x2265),  # minus and comparisons
)
FEATURES = ("kern", "locl", "tnum")
"""Ligatures stay out: they would change widths that are added up letter by letter."""
WEIGHTS = (500, 700)
BULGARIAN = ("cyrl", "BGR ")
FAMILY = "Manrope"


def main() -> None:
    """Write the fonts, their licence and the table."""
    package = _package()
    licence = (package / "LICENSE").read_text("utf-8")
    for folder in (ASSETS, FONTS):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "manrope-LICENSE.txt").write_text(licence, "utf-8")
    _write(_cut(package), ASSETS / "manrope.woff2", "woff2")
    _write(_named(_cut(package)), FONTS / "manrope" / "manrope.ttf")
    _write(_named(_bulgarian(package)), FONTS / "manrope-bg" / "manrope.ttf")
    table = {str(weight): _widths(package, weight) for weight in WEIGHTS}
    WIDTHS.write_text(_json(table), "utf-8")


def _write(font: TTFont, path: Path, flavor: str | None = None) -> None:
    font.flavor = flavor
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path, reorderTables=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes")


def _package() -> Path:
    found = find_spec("fontpkg_manrope")
    if found is None or found.origin is None:
        raise SystemExit("First: pip install fontpkg-manrope")
    return Path(found.origin).parent


def _cut(package: Path) -> TTFont:
    """The font with the letters we keep, in the weights 400 to 800."""
    source = next((package / "files").glob("*.ttf"))
    font = TTFont(source, recalcTimestamp=False)
    options = Options(layout_features=list(FEATURES), layout_scripts=["*"], hinting=False)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    return instantiateVariableFont(font, {"wght": (400, 500, 800)})


def _named(font: TTFont) -> TTFont:
    """The font under the name of its family: it is found by it, not by that of its lightest cut."""
    table = font["name"]
    table.names = [each for each in table.names if each.nameID != 17]
    for number, words in {1: FAMILY, 2: "Regular", 4: FAMILY, 6: FAMILY}.items():
        table.setName(words, number, 3, 1, 0x409)
    return font


def _bulgarian(package: Path) -> TTFont:
    """The font with the Bulgarian forms where others have the letters themselves."""
    font = _cut(package)
    forms = _forms(font)
    for table in font["cmap"].tables:
        table.cmap = {code: forms.get(glyph, glyph) for code, glyph in table.cmap.items()}
    return font


def _widths(package: Path, weight: int) -> dict[str, dict[str, int]]:
    """The advance of every letter in thousandths of the size, and where Bulgarian forms differ."""
    font = instantiateVariableFont(_cut(package), {"wght": weight})
    unit = font["head"].unitsPerEm

    def advance(glyph: str) -> int:
        return round(font["hmtx"][glyph][0] * 1000 / unit)

    names = font.getBestCmap()
    every = {chr(code): advance(glyph) for code, glyph in sorted(names.items())}
    forms = _forms(font)
    bulgarian = {
        chr(code): advance(forms[glyph])
        for code, glyph in sorted(names.items())
        if glyph in forms and advance(forms[glyph]) != advance(glyph)
    }
    return {"every": every, "bg": bulgarian}


def _forms(font: TTFont) -> dict[str, str]:
    """The glyphs that stand in for others in Bulgarian text."""
    table = font["GSUB"].table
    script, tag = BULGARIAN
    found: dict[str, str] = {}
    for record in table.ScriptList.ScriptRecord:
        for system in record.Script.LangSysRecord if record.ScriptTag == script else ():
            for index in system.LangSys.FeatureIndex if system.LangSysTag == tag else ():
                feature = table.FeatureList.FeatureRecord[index]
                for lookup in (
                    feature.Feature.LookupListIndex if feature.FeatureTag == "locl" else ()
                ):
                    for part in table.LookupList.Lookup[lookup].SubTable:
                        found |= getattr(part, "ExtSubTable", part).mapping
    return found


def _json(table: dict[str, dict[str, dict[str, int]]]) -> str:
    """One line for each weight and language, so that a change can be read."""
    lines = []
    for weight, languages in table.items():
        inner = ",\n".join(
            f'  "{name}": {json.dumps(widths, ensure_ascii=False, separators=(",", ":"))}'
            for name, widths in languages.items()
        )
        lines.append(f'"{weight}": {{\n{inner}\n}}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    main()
