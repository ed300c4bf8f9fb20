"""Makes the rendered samples from `samples/text`: `python -m tools.make_samples [--check]`.

Every file is made from its text without clock or chance, so two runs on one machine give the
same bytes. Across machines the bytes hang on the versions of the libraries and on the font
file that drew them; `tools/samples.json` records both for every file. `--check` makes a file anew and
compares bytes where its versions are at hand; where they are not, it says so and compares
the hashes of the file and of its text with `tools/samples.json`. It exits 1 on any difference.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tools.render.as_docx import to_docx
from tools.render.as_html import to_html
from tools.render.as_pdf import font_files, to_pdf
from tools.render.layout import layout
from tools.render.scan import rasterise, scan, to_image_pdf, to_png, to_tiff

HERE = Path(__file__).parent.parent / "samples"
LEDGER = Path(__file__).parent / "samples.json"
LIMIT = 400_000
"""No sample is larger, in bytes."""

DOCX_TOOLS = ("python-docx", "zlib")
PDF_TOOLS = ("reportlab", "zlib", "font")
SCAN_TOOLS = (*PDF_TOOLS, "pypdfium2", "pillow", "numpy", "machine")


def _numbered_docx(text: str) -> bytes:
    return to_docx(layout(text), numbered=True)


def _typed_docx(text: str) -> bytes:
    return to_docx(layout(text), numbered=False)


def _html(text: str) -> bytes:
    return to_html(layout(text))


def _pdf(text: str) -> bytes:
    return to_pdf(layout(text))


def _scanned_pdf(text: str) -> bytes:
    pages = scan(
        rasterise(_pdf(text), dpi=200), dpi=200, skew=0.8, noise=5.0, blur=0.6, seed=20220601
    )
    return to_image_pdf(pages, quality=45)


def _png(text: str) -> bytes:
    page = rasterise(_pdf(text), dpi=200)[:1]
    return to_png(scan(page, dpi=200, skew=0.5, noise=3.0, blur=0.5, seed=7)[0], bits=3)


def _tiff(text: str) -> bytes:
    pages = rasterise(_pdf(text), dpi=200)
    return to_tiff(scan(pages, dpi=200, skew=0.6, noise=9.0, blur=0.5, seed=8))


@dataclass(frozen=True, slots=True)
class Sample:
    """A rendered file, the text it comes from, and the tools its bytes hang on."""

    path: str
    text: str
    make: Callable[[str], bytes]
    tools: tuple[str, ...]


SAMPLES = (
    Sample("docx/chuyen-doi-so-xa.docx", "chuyen-doi-so-xa", _numbered_docx, DOCX_TOOLS),
    Sample("docx/phu-luc-bang.docx", "phu-luc-bang", _typed_docx, DOCX_TOOLS),
    Sample("html/an-toan-truong-hoc.html", "an-toan-truong-hoc", _html, ()),
    Sample("pdf/phu-luc-bang.pdf", "phu-luc-bang", _pdf, PDF_TOOLS),
    Sample("pdf/qd-phong-chay.pdf", "qd-phong-chay", _pdf, PDF_TOOLS),
    Sample("scan/so-trong.pdf", "so-trong", _scanned_pdf, SCAN_TOOLS),
    Sample("scan/an-toan-truong-hoc.png", "an-toan-truong-hoc", _png, SCAN_TOOLS),
    Sample("scan/an-toan-truong-hoc.tiff", "an-toan-truong-hoc", _tiff, SCAN_TOOLS),
)


def tool_versions() -> dict[str, str | None]:
    """What the bytes of rendered files hang on; None where it is not installed."""
    versions: dict[str, str | None] = {
        name: version(name) for name in ("reportlab", "pypdfium2", "pillow", "numpy", "python-docx")
    }
    fonts = font_files()
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in fonts)).hexdigest()
    versions["font"] = f"{fonts[0].stem} {digest[:16]}" if fonts else None
    versions["zlib"] = zlib.ZLIB_RUNTIME_VERSION
    versions["machine"] = platform.machine()
    return versions


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _text(sample: Sample) -> bytes:
    return (HERE / "text" / f"{sample.text}.txt").read_bytes()


def make() -> int:
    """Write every sample and the ledger."""
    ledger: dict[str, Any] = {}
    versions = tool_versions()
    for sample in SAMPLES:
        text = _text(sample)
        data = sample.make(text.decode())
        if len(data) > LIMIT:
            print(f"{sample.path}: {len(data)} bytes, limit {LIMIT}", file=sys.stderr)
            return 1
        path = HERE / sample.path
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        ledger[sample.path] = {
            "sha256": _sha(data),
            "text_sha256": _sha(text),
            "tools": {tool: versions[tool] for tool in sample.tools},
        }
        print(f"{sample.path}: {len(data)} bytes")
    LEDGER.write_text(json.dumps(ledger, indent=1) + "\n", encoding="utf-8")
    return 0


def check() -> int:
    """0 when every file is what would be made, 1 otherwise; differences on stderr."""
    ledger: dict[str, Any] = json.loads(LEDGER.read_text(encoding="utf-8"))
    versions = tool_versions()
    wrong = [f"{name}: in {LEDGER.name}, not made" for name in ledger.keys() - _names()]
    for sample in SAMPLES:
        wrong += _differences(sample, ledger.get(sample.path), versions)
    for line in sorted(wrong):
        print(line, file=sys.stderr)
    return 1 if wrong else 0


def _names() -> set[str]:
    return {sample.path for sample in SAMPLES}


def _differences(
    sample: Sample, entry: dict[str, Any] | None, versions: dict[str, str | None]
) -> list[str]:
    path, text = HERE / sample.path, _text(sample)
    if entry is None or not path.exists():
        return [f"{sample.path}: missing"]
    data = path.read_bytes()
    if _sha(data) != entry["sha256"] or _sha(text) != entry["text_sha256"]:
        return [f"{sample.path}: it or its text changed since it was made"]
    other = [tool for tool, was in entry["tools"].items() if versions[tool] != was]
    if other:
        print(f"{sample.path}: not made anew, other {', '.join(other)} here; hashes agree")
        return []
    return [] if sample.make(text.decode()) == data else [f"{sample.path}: differs"]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    return check() if parser.parse_args().check else make()


if __name__ == "__main__":
    sys.exit(main())
