"""Hostile inputs for `bench/fuzz.py`: samples with their structure bent, and texts from a grammar.

Everything follows from the chance that is handed in: one seed, one input.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from functools import cache
from random import Random

from made import SAMPLES

_TOKEN = re.compile(rb"<[^<>]{1,300}>|\d+(?:\.\d+)?|[A-Za-z/]{2,40}|\s+|.", re.S)
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483648", b"99999999999999999999", b"1e308", b"NaN")
_WORDS = (
    "Kế hoạch", "Số:", "    /KH-UBND", "123/KH-UBND", "ngày", "tháng", "năm", "2025", "31/02/2024",
    "Căn cứ", "Quyết định số", "Luật", "Điều", "khoản", "điểm a", "I.", "II.", "1.", "1.1.", "a)",
    "-", "+", "*", "…", "......", "|", "---", "Nơi nhận:", "Lưu: VT", "TM.", "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH", "(chủ trì)", "phối hợp với", "Sở Y tế", "UBND các xã, phường", "trước ngày",
    "hằng năm", "định kỳ 6 tháng", "quý III/2025", "ít nhất", "85%", "từ 10 - 15%", "77/85", "29.000",
    "5,5", "triệu đồng", "giai đoạn 2021 - 2025", "đến năm 2030", "tăng bình quân", "“", "”", "(", ")",
    ";", ":", ".", ",", "/", "PHỤ LỤC", "Phụ lục II", "(kèm theo", "TỔ CHỨC THỰC HIỆN", "có trách nhiệm",
    "Thời gian:", "Đơn vị thực hiện:", "STT", "TT", "[1]", "\t", "\n", "\n\n", "\f", "\r", "\u00a0",
    "\u200b", "\u0301", "\u202e", "\ufeff", "\U0001f600", "\ud7ff", "Ⅳ", "①", "½", "１２", "đ",
    "tr­ưëng", "k\u00d5 ho\u00b9ch", "ke hoach", "QUYET DINH", "S6: 12", "l/2O25",
)  # fmt: skip
_ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-16", "cp1258", "latin-1", "utf-8-sig", "utf-16-be")


def made(chance: Random) -> tuple[str, bytes]:
    """A name and the bytes of one input."""
    kinds: list[tuple[int, Callable[[Random], tuple[str, bytes]]]] = [
        (38, _text), (12, _lines), (8, _html), (12, _packed), (14, _pdf), (2, _scan), (4, _rtf),
        (4, _box), (6, _bytes),
    ]  # fmt: skip
    makers, weights = [make for _, make in kinds], [weight for weight, _ in kinds]
    return chance.choices(makers, weights)[0](chance)


@cache
def _samples(kind: str) -> tuple[bytes, ...]:
    return tuple(p.read_bytes() for p in sorted((SAMPLES / kind).iterdir()))


def _text(chance: Random) -> tuple[str, bytes]:
    """Words of the genre in any order; now and then one of them a thousand times."""
    words = []
    for _ in range(chance.choice((3, 30, 300, 1500))):
        word = chance.choice(_WORDS)
        often = chance.choices((1, 3, 100, 2000), (3000, 100, 8, 1))[0]
        words += [word] * often
        words.append(chance.choice((" ", " ", " ", "", "\n", "  ", "\n\n")))
    return "fuzz" + chance.choice((".txt", ".txt", ".md")), _encoded("".join(words), chance)


def _lines(chance: Random) -> tuple[str, bytes]:
    """A sample with lines lost, doubled, moved, joined, stripped of marks, and words put in."""
    lines = chance.choice(_samples("text")).decode("utf-8").split("\n")
    for _ in range(chance.choice((1, 3, 10, 60))):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        deed = chance.randrange(8)
        if deed == 0 and len(lines) > 2:
            del lines[at]
        elif deed == 1:
            lines[at:at] = [lines[other]] * chance.choices((1, 2, 200), (9, 9, 1))[0]
        elif deed == 2:
            lines[at], lines[other] = lines[other], lines[at]
        elif deed == 3:
            lines[at] += chance.choice((" ", "", "-")) + lines[other]
        elif deed == 4:
            bare = unicodedata.normalize("NFD", lines[at])
            lines[at] = "".join(c for c in bare if not unicodedata.combining(c))
        elif deed == 5:
            lines[at] = unicodedata.normalize(chance.choice(("NFD", "NFKC")), lines[at])
        else:
            cut = chance.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:cut] + chance.choice(_WORDS) + lines[at][cut:]
    return "lines.txt", _encoded("\n".join(lines), chance)


def _encoded(text: str, chance: Random) -> bytes:
    return text.encode(chance.choice(_ENCODINGS), "replace")


def _html(chance: Random) -> tuple[str, bytes]:
    return "fuzz.html", _bent(chance.choice(_samples("html")), chance)


def _packed(chance: Random) -> tuple[str, bytes]:
    """A DOCX or ODT: one of its parts bent, the package sound."""
    if chance.random() < 0.3:
        return "fuzz.odt", _zipped(_odt(_bent(_odt_content(), chance)))
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(chance.choice(_samples("docx")))) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    names = [n for n in parts if n.endswith((".xml", ".rels"))]
    inner = [n for n in names if n.startswith("word/") and "theme" not in n]
    name = "word/document.xml" if chance.random() < 0.6 else chance.choice(inner or names)
    if chance.random() < 0.05:
        del parts[name]
    else:
        parts[name] = _bent(parts[name], chance)
    return "fuzz.docx", _zipped(parts)


def _bent(data: bytes, chance: Random) -> bytes:
    """Tokens (tags, numbers, words) lost, doubled, swapped, made huge, nested deep."""
    tokens = _TOKEN.findall(data)
    for _ in range(chance.choice((1, 2, 5, 30))):
        at, other = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        deed = chance.randrange(7)
        if deed == 0:
            tokens[at] = b""
        elif deed == 1:
            tokens[at] = tokens[at] * chance.choices((2, 50, 3000), (30, 8, 1))[0]
        elif deed == 2:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        elif deed == 3:
            run = tokens[at : at + chance.randrange(1, 200)]
            tokens[other:other] = run
        elif deed == 4:
            del tokens[at : at + chance.randrange(1, 40)]
            tokens = tokens or [b"<a/>"]
        elif deed == 5:
            numbers = [k for k, token in enumerate(tokens) if token[:1].isdigit()]
            if numbers:
                tokens[chance.choice(numbers)] = chance.choice(_NUMBERS)
        else:
            tokens[at] = chance.choice(_WORDS).encode("utf-8", "replace")
    return b"".join(tokens)


@cache
def _odt_content() -> bytes:
    text = (SAMPLES / "text" / "so-trong.txt").read_text("utf-8")
    lines = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n") if "<" not in line)
    cell = "<table:table-cell><text:p>1</text:p></table:table-cell>"
    table = f"<table:table><table:table-row>{cell * 3}</table:table-row></table:table>"
    base = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = "".join(f' xmlns:{n}="{base}:{n}:1.0"' for n in ("office", "text", "table"))
    body = f"<office:body><office:text>{lines}{table}</office:text></office:body>"
    return f"<office:document-content{spaces}>{body}</office:document-content>".encode()


def _odt(content: bytes) -> dict[str, bytes]:
    return {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content}


def _zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return packed.getvalue()


@cache
def _open_pdfs() -> tuple[bytes, ...]:
    """A PDF with nothing packed, so that what is bent is seen."""
    from reportlab.pdfgen.canvas import Canvas

    packed = io.BytesIO()
    canvas = Canvas(packed, pageCompression=0, invariant=1)
    for _ in range(2):
        for k, line in enumerate(("So: 12/KH-UBND", "KE HOACH", "I. MUC TIEU", "1. Dat 85%")):
            canvas.drawString(90, 700 - 20 * k, line)
        canvas.grid([90, 200, 300], [300, 320, 340])
        canvas.showPage()
    canvas.save()
    return (packed.getvalue(), *_samples("pdf"))


def _pdf(chance: Random) -> tuple[str, bytes]:
    data = _open_pdfs()[0] if chance.random() < 0.7 else chance.choice(_open_pdfs())
    return "fuzz.pdf", _bent(data, chance) if chance.random() < 0.7 else mutated(data, chance)


def _scan(chance: Random) -> tuple[str, bytes]:
    """A small piece of a scanned page: whole ones take seconds each."""
    from PIL import Image

    with Image.open(SAMPLES / "scan" / "an-toan-truong-hoc.png") as image:
        left, top = (chance.randrange(max(1, side - 500)) for side in image.size)
        piece = image.crop((left, top, left + chance.randrange(20, 500), top + 250))
    packed = io.BytesIO()
    kind = chance.choice(("PNG", "TIFF", "JPEG"))
    piece.convert("L").rotate(chance.choice((0, 0, 90, 3)), expand=True).save(packed, kind)
    data = packed.getvalue()
    return f"fuzz.{kind.lower()}", data if chance.random() < 0.3 else mutated(data, chance)


def _rtf(chance: Random) -> tuple[str, bytes]:
    text = (SAMPLES / "text" / "so-trong.txt").read_text("utf-8")[:1500]
    body = "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text).replace("\n", "\\par\n")
    whole = b"{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times;}}" + body.encode() + b"}"
    return "fuzz.rtf", _bent(whole, chance)


def _box(chance: Random) -> tuple[str, bytes]:
    """A ZIP of texts: to the readers no document of any kind."""
    parts = {f"{k}.txt": chance.choice(_samples("text"))[:900] for k in range(3)}
    return "fuzz.zip", mutated(_zipped(parts), chance)


def _bytes(chance: Random) -> tuple[str, bytes]:
    kind = chance.choice(("text", "pdf", "docx", "html"))
    return f"bytes.{kind}", mutated(chance.choice(_samples(kind)), chance)


def mutated(whole: bytes, chance: Random) -> bytes:
    """Bytes changed, taken out, put in, copied over; often cut short."""
    data = bytearray(whole)
    for _ in range(chance.choice((1, 4, 40))):
        at = chance.randrange(len(data))
        deed = chance.randrange(4)
        if deed == 0:
            data[at] = chance.choice((0, 255, 127, chance.randrange(256)))
        elif deed == 1:
            del data[at : at + chance.randrange(1, 400)]
        elif deed == 2:
            data[at:at] = chance.randbytes(chance.randrange(1, 60))
        else:
            other = chance.randrange(len(data))
            data[at : at + 200] = data[other : other + 200]
        if not data:
            return whole[:10]
    return bytes(data if chance.random() < 0.7 else data[: chance.randrange(1, len(data) + 1)])
