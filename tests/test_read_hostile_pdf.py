"""Pages of a PDF that no office program makes: each is read, or refused, within seconds."""

from __future__ import annotations

import time
import zlib
from collections.abc import Sequence

import pytest

from ingest.core.pages import Pages
from ingest.errors import Damaged
from ingest.read import read_bytes

SECONDS = 20.0
"""Of processor time: tenfold what they take, and a tenth of what they took unbounded."""
WORDS = b"BT /F 12 Tf 1 0 0 1 100 500 Tm (Mot hai ba bon nam sau bay tam) Tj ET "


def stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    head = b"<<%s/Length %d/Filter/FlateDecode>>" % (entries, len(packed))
    return head + b"stream\n" + packed + b"\nendstream"


def pdf(content: bytes, page: bytes = b"", more: Sequence[bytes] = (), forms: bytes = b"") -> bytes:
    """One page; `page` are further entries of it, `more` objects from number 6 on."""
    resources = b"/Resources<</Font<</F 5 0 R>>%s>>" % forms
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R%s%s>>" % (resources, page),
        stream(content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>",
        *more,
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, 1))
    return b"%PDF-1.5\n" + body + b"trailer<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1)


def read(data: bytes) -> Pages:
    start = time.process_time()
    try:
        return read_bytes(data, "a.pdf")
    finally:
        assert time.process_time() - start < SECONDS


def test_a_page_of_100_000_short_lines_is_refused_with_a_reason() -> None:
    lines = b"".join(
        b"1 0 0 1 %d %.3f Tm (a%d) Tj " % (50 + n % 9 * 50, 800 - n * 0.0075, n % 10)
        for n in range(100_000)
    )
    with pytest.raises(Damaged, match="more than 30000 pieces of text on one page"):
        read(pdf(b"BT /F 1 Tf " + lines + b"ET"))


def test_the_text_of_a_page_of_200_000_rules_is_read() -> None:
    rules = b"".join(
        b"50 %.3f m 500 %.3f l S %.3f 40 m %.3f 800 l S " % (y, y, y, y)
        for y in (40 + n * 0.004 for n in range(100_000))
    )
    assert read(pdf(WORDS + rules)).pages[0].text == "Mot hai ba bon nam sau bay tam"


def test_a_table_of_15_000_cells_is_a_table() -> None:
    text = b"".join(
        b"BT /F 3 Tf 1 0 0 1 %d %d Tm (x%d) Tj ET " % (52 + n % 100 * 5, 42 + n // 100 * 5, n % 10)
        for n in range(15_000)
    )
    flat = b"".join(b"50 %d m 550 %d l S " % (y, y) for y in range(40, 791, 5))
    upright = b"".join(b"%d 40 m %d 790 l S " % (x, x) for x in range(50, 551, 5))
    (grid,) = read(pdf(text + flat + upright)).pages[0].grids
    assert (grid.rows, grid.columns) == (150, 100)


def test_thousands_of_notes_are_read_as_far_as_the_limit() -> None:
    notes = [
        b"<</Type/Annot/Subtype/FreeText/Rect[%d %d %d %d]/Contents(so %d)/DA(/F 9 Tf)>>"
        % (10 + n % 400, 10 + n % 700, 110 + n % 400, 22 + n % 700, n)
        for n in range(5_000)
    ]
    named = b" ".join(b"%d 0 R" % n for n in range(6, 6 + len(notes)))
    words = read(pdf(WORDS, b"/Annots[%s]" % named, notes)).pages[0].words
    assert 500 < len(words) < 5_000


@pytest.mark.parametrize("times", [2, 60])
def test_forms_within_forms_are_refused(times: int) -> None:
    deep = 18 if times == 2 else 4
    forms = [
        stream(
            b"/X%d Do " % (n + 1) * times if n < deep - 1 else WORDS,
            b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources"
            b"<</Font<</F 5 0 R>>/XObject<</X%d %d 0 R>>>>" % (n + 1, 7 + n),
        )
        for n in range(deep)
    ]
    with pytest.raises(Damaged, match="on one page"):
        read(pdf(b"/X0 Do", more=forms, forms=b"/XObject<</X0 6 0 R>>"))


def test_words_and_rules_far_off_the_page_end_in_a_reading() -> None:
    far = [(b"1e30", b"1e30"), (b"-99999999999", b"5"), (b"3e38", b"-3e38"), (b"0", b"1e9")]
    texts = b"".join(b"BT /F 12 Tf 1 0 0 1 %s %s Tm (xa tit) Tj ET " % at for at in far)
    rules = b"1e20 0 m 1e20 1e22 l S -1e15 5 m 1e15 5 l S 5 -1e15 m 5 1e15 l S "
    assert "Mot hai ba bon nam sau bay tam" in read(pdf(WORDS + texts + rules)).pages[0].text
