"""Fonts with cubic outlines (`.otf`) as fonts with quadratic ones, whose points can be moved."""

from __future__ import annotations

from typing import Any

_DEVIATION = 0.5
"""How far a curve may run beside the one it replaces, in units of the font."""


def quadratic(font: Any) -> None:
    """Replace the table `CFF ` of an open font by `glyf`; hints and signatures are lost."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    order, drawn = font.getGlyphOrder(), font.getGlyphSet()
    made = {}
    for name in order:
        pen = TTGlyphPen(drawn)
        drawn[name].draw(Cu2QuPen(pen, _DEVIATION, reverse_direction=True))
        made[name] = pen.glyph()
    font["loca"], glyf = newTable("loca"), newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, made
    font["glyf"] = glyf
    _sizes(font, made)
    for table in ("CFF ", "VORG", "DSIG", "FFTM"):
        if table in font:
            del font[table]
    font["post"].formatType, font["post"].extraNames, font["post"].mapping = 2.0, [], {}
    font["post"].glyphOrder = order
    font.sfntVersion = "\000\001\000\000"


def _sizes(font: Any, made: dict[str, Any]) -> None:
    """The table `maxp` of a font with `glyf`."""
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for name in (
        "maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
        "maxStackElements", "maxSizeOfInstructions", "maxComponentElements", "maxPoints",
        "maxContours", "maxCompositePoints", "maxCompositeContours", "maxComponentDepth",
    ):  # fmt: skip
        setattr(maxp, name, 0)
    maxp.maxZones = 1
    font["head"].glyphDataFormat = 0
    for name, glyph in made.items():
        glyph.recalcBounds(font["glyf"])
        width, _ = font["hmtx"][name]
        font["hmtx"][name] = (width, getattr(glyph, "xMin", 0))
