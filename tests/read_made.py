"""Makes input files for the reader tests: PDF by reportlab, scans of it by Pillow."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path("/usr/share/fonts")
LEFT, RIGHT, PITCH = 85.0, 540.0, 17.0


def font(bold: bool = False) -> str:
    """A registered Vietnamese-capable serif font; the tests need one and fail without."""
    name = "LiberationSerif-Bold" if bold else "LiberationSerif-Regular"
    if name not in pdfmetrics.getRegisteredFontNames():
        found = (TTFont(name, str(path)) for path in sorted(FONTS.rglob(f"{name}.ttf")))
        pdfmetrics.registerFont(next(f for f in found if ord("Ủ") in f.face.charToGlyph))
    return name


@dataclass
class Paper:
    """A PDF page by page; `y` counts down from the top as a typist would."""

    canvas: Canvas
    buffer: io.BytesIO
    y: float = 60.0
    size: float = 13.0

    @classmethod
    def new(cls, **options: object) -> Paper:
        buffer = io.BytesIO()
        return cls(Canvas(buffer, pagesize=A4, invariant=1, **options), buffer)

    def put(self, x: float, text: str, *, bold: bool = False, centre: bool = False) -> None:
        self.canvas.setFont(font(bold), self.size)
        draw = self.canvas.drawCentredString if centre else self.canvas.drawString
        draw(x, A4[1] - self.y, text)

    def down(self, lines: float = 1.0) -> None:
        self.y += lines * PITCH

    def line(self, text: str, x: float = LEFT, **options: bool) -> None:
        self.put(x, text, **options)
        self.down()

    def head(self) -> None:
        """Issuer and number left, Quốc hiệu, Tiêu ngữ, place and date right."""
        self.put(170, "ỦY BAN NHÂN DÂN", bold=True, centre=True)
        self.put(420, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, centre=True)
        self.down()
        self.put(170, "HUYỆN SÔNG MÂY", bold=True, centre=True)
        self.put(420, "Độc lập - Tự do - Hạnh phúc", bold=True, centre=True)
        self.down(1.6)
        self.put(170, "Số: 45/KH-UBND", centre=True)
        self.put(420, "Sông Mây, ngày 05 tháng 3 năm 2024", centre=True)
        self.down(2)

    def paragraph(self, text: str) -> None:
        """Justified, first line indented, a little room after it."""
        canvas, width = self.canvas, pdfmetrics.stringWidth
        words, indent = text.split(), 30.0
        while words:
            room = RIGHT - LEFT - indent
            taken: list[str] = []
            while words and width(" ".join([*taken, words[0]]), font(), self.size) <= room:
                taken.append(words.pop(0))
            line = " ".join(taken)
            text_object = canvas.beginText(LEFT + indent, A4[1] - self.y)
            text_object.setFont(font(), self.size)
            if words and len(taken) > 1:
                spare = room - width(line, font(), self.size)
                text_object.setWordSpace(0)
                x = LEFT + indent
                for word in taken:
                    canvas.setFont(font(), self.size)
                    canvas.drawString(x, A4[1] - self.y, word)
                    x += width(f"{word} ", font(), self.size) + spare / (len(taken) - 1)
            else:
                self.put(LEFT + indent, line)
            self.down()
            indent = 0.0
        self.down(0.35)

    def end(self, recipients: list[str], signature: list[str]) -> None:
        """Nơi nhận left, signature right, as in every plan."""
        top = self.y
        self.size = 11
        for line in ["Nơi nhận:", *recipients]:
            self.line(line)
        self.y, self.size = top, 13
        for line in signature[:-1]:
            self.line(line, 420, bold=True, centre=True)
        self.down(4)
        self.line(signature[-1], 420, bold=True, centre=True)

    def table(self, columns: list[float], rows: list[list[str]], pitch: float = 24.0) -> None:
        """A ruled table, one line a cell."""
        top = self.y
        for row in rows:
            for x, text in zip(columns, row, strict=False):
                self.canvas.setFont(font(), 11)
                self.canvas.drawString(x + 4, A4[1] - self.y - 16, text)
            self.y += pitch
        self.canvas.grid(columns, [A4[1] - top - n * pitch for n in range(len(rows) + 1)])
        self.y += PITCH

    def page(self) -> None:
        self.canvas.showPage()
        self.y = 60.0

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()


BODY = (
    "Thực hiện Kế hoạch số 12/KH-UBND ngày 15/01/2024 của Ủy ban nhân dân tỉnh về công tác trồng "
    "cây xanh, Ủy ban nhân dân huyện Sông Mây xây dựng kế hoạch trồng rừng và chăm sóc cây xanh "
    "trên địa bàn huyện với những nội dung cụ thể như sau:",
    "Phấn đấu đến hết năm 2024 toàn huyện trồng mới 250 ha rừng tập trung và 40.000 cây phân tán, "
    "tỷ lệ cây sống sau một năm đạt ít nhất 85% tại các xã vùng cao và 90% tại các xã còn lại.",
)
RECIPIENTS = ["- UBND tỉnh (b/c);", "- TT Huyện ủy, HĐND huyện;", "- Lưu: VT, NN."]
SIGNATURE = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lò Văn Bình"]
TABLE = [
    ["STT", "Nội dung công việc", "Chủ trì", "Thời gian"],
    ["1", "Chuẩn bị cây giống", "Phòng Nông nghiệp", "Tháng 4/2024"],
    ["2", "Tổ chức ra quân", "UBND các xã", "Tháng 5/2024"],
]


def plan(paper: Paper | None = None) -> bytes:
    """Two pages: head, body, a ruled table; then recipients and signature."""
    paper = paper or Paper.new()
    paper.head()
    paper.line("KẾ HOẠCH", 297, bold=True, centre=True)
    paper.line("Trồng cây xanh trên địa bàn huyện Sông Mây năm 2024", 297, bold=True, centre=True)
    paper.down()
    paper.paragraph(BODY[0])
    paper.line("I. MỤC TIÊU", LEFT + 30, bold=True)
    paper.down(0.35)
    paper.paragraph(BODY[1])
    paper.table([85, 125, 290, 420, 540], TABLE)
    paper.page()
    paper.line("2", 297, centre=True)
    paper.down()
    paper.paragraph("Trên đây là Kế hoạch trồng cây xanh năm 2024 của huyện Sông Mây./.")
    paper.down()
    paper.end(RECIPIENTS, SIGNATURE)
    return paper.bytes()


def scans(pdf: bytes, dpi: int = 200) -> list[Image.Image]:
    """Each page as a grey image."""
    document = pypdfium2.PdfDocument(pdf)
    images = []
    for page in document:
        bitmap = page.render(scale=dpi / 72, grayscale=True)
        images.append(bitmap.to_pil().convert("L").copy())
        bitmap.close()
        page.close()
    document.close()
    return images


def packed(image: Image.Image, format: str, dpi: int = 200, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format=format, dpi=(dpi, dpi), **options)
    return buffer.getvalue()


def scanned_pdf(images: list[Image.Image]) -> bytes:
    """A PDF of nothing but page images."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for image in images:
        canvas.drawImage(ImageReader(image), 0, 0, A4[0], A4[1])
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def layered_pdf(
    image: Image.Image,
    words: list[tuple[str, float, float, float]],
    *,
    hidden: bool = True,
    under: bool = False,
) -> bytes:
    """A page image with words (text, x, y from the top, size in points) as a text layer.

    `hidden` draws them in no colour, as OCR programs do; `under` puts them below the image.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)

    def layer() -> None:
        for text, x, y, size in words:
            line = canvas.beginText(x, A4[1] - y)
            line.setFont(font(), size)
            line.setTextRenderMode(3 if hidden and not under else 0)
            line.textOut(text)
            canvas.drawText(line)

    if under:
        layer()
    canvas.drawImage(ImageReader(image), 0, 0, A4[0], A4[1])
    if not under:
        layer()
    canvas.save()
    return buffer.getvalue()


def ocr_words(image: Image.Image, languages: str) -> list[tuple[str, float, float, float]]:
    """What Tesseract reads in another language, for `layered_pdf`."""
    import pytesseract

    found = pytesseract.image_to_data(
        image, lang=languages, output_type=pytesseract.Output.DICT, config="--dpi 200"
    )
    scale = A4[0] / image.width
    rows = zip(*(found[k] for k in ("text", "left", "top", "height")), strict=True)
    return [(t, x * scale, (y + h) * scale, h * scale) for t, x, y, h in rows if t.strip()]


LEGACY_FONTS = (
    ("/Times-Roman", "/.VnTime"),
    ("/Times-Bold", "/.VnTimeH"),
    ("/Helvetica", "/VNI-Times"),
)


def legacy_pdf(lines: list[list[tuple[str, str]]]) -> bytes:
    """Lines of (font, text) pieces; fonts `.VnTime`, `.VnTimeH`, `VNI-Times` or `Unicode`.

    The pieces of old fonts are drawn with a standard font whose name is then replaced.
    """
    paper = Paper.new(pageCompression=0)
    drawn = {new[1:]: old[1:] for old, new in LEGACY_FONTS} | {"Unicode": font()}
    for line in lines:
        x = LEFT
        for name, text in line:
            paper.canvas.setFont(drawn[name], 12)
            paper.canvas.drawString(x, A4[1] - paper.y, text)
            x += 20 + 1.1 * pdfmetrics.stringWidth(text, drawn[name], 12)
        paper.down()
    data = paper.bytes()
    for old, new in LEGACY_FONTS:
        was = b"/BaseFont " + old.encode()
        data = data.replace(was, b"/BaseFont " + new.ljust(len(old)).encode())
    return data
