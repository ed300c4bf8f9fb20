"""Legacy Word files (.doc), rich text (.rtf) and Word 2003 XML, by way of LibreOffice.

LibreOffice is not required: without it such a file is `Unsupported`, and the reason says what
to install. It runs without a window, in a folder and with a profile of its own that are thrown
away, with macros and links to the outside switched off, for a bounded time.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import regex

from ingest.core.pages import Remark
from ingest.errors import Damaged, Encrypted, TooLarge, Unsupported
from ingest.read.docx import DOCX
from ingest.read.limits import Limits
from ingest.read.ole import MAGIC, is_encrypted_word, streams
from ingest.read.reader import Reading

_RTF = b"{\\rtf"
_WORD_XML = regex.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,20}<\?xml[^<>]{0,300}>\s{0,20}"
    rb"(?:<\?mso-application progid=\"Word\.Document\"\?>\s{0,20})?<w:wordDocument\s"
)
_OTHERS = (
    ("EncryptedPackage", "a password"),
    ("Workbook", "an Excel workbook"),
    ("Book", "an Excel workbook"),
    ("PowerPoint Document", "a PowerPoint presentation"),
    ("__properties_version1.0", "an Outlook message"),
    ("VisioDocument", "a Visio drawing"),
)
_FILTERS = {"doc": "MS Word 97", "rtf": "Rich Text Format", "xml": "MS Word 2003 XML"}
_NAMES = {"doc": "a legacy Word file (.doc)", "rtf": "a rich text file (.rtf)",
          "xml": "a Word 2003 XML file"}  # fmt: skip
_TYPES = {"doc": "application/msword", "rtf": "application/rtf", "xml": "application/xml"}
_PROGRAMS = ("soffice", "libreoffice")


class OfficeReader:
    """What LibreOffice turns into a DOCX, read as such."""

    media_types = ("application/msword", "application/rtf")

    def accepts(self, head: bytes, name: str) -> bool:
        return _kind_of_text(head) is not None or head.startswith(MAGIC)

    def read(self, data: bytes, name: str, limits: Limits) -> Reading:
        kind = _kind_of_text(data[:4096]) or _kind_of_ole(data)
        program = _program()
        if program is None:
            raise Unsupported(
                f"{_NAMES[kind]}, which LibreOffice must convert: "
                "apt-get install libreoffice-writer-nogui, or save it as DOCX"
            )
        reading = DOCX.read(_converted(program, data, kind, limits), name, limits)
        message = f"{_NAMES[kind]} was converted by LibreOffice; page breaks may have moved"
        said = Remark("converted", "info", message)
        return replace(reading, media_type=_TYPES[kind], remarks=(said, *reading.remarks))


OFFICE = OfficeReader()


def _kind_of_text(head: bytes) -> str | None:
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:5] == _RTF:
        return "rtf"
    return "xml" if _WORD_XML.match(head) else None


def _kind_of_ole(data: bytes) -> str:
    """`doc`; raises Encrypted, Unsupported or Damaged for anything else in an OLE2 container."""
    found = {s.name: s for s in streams(data)}
    if "WordDocument" in found:
        if is_encrypted_word(data, found["WordDocument"]):
            raise Encrypted("the Word file opens only with a password")
        return "doc"
    for name, kind in _OTHERS:
        if name in found:
            if name == "EncryptedPackage":
                raise Encrypted("the Office file opens only with a password")
            raise Unsupported(f"{kind}, not a Word document")
    if found:
        raise Unsupported("a compound file that holds no Word document")
    raise Damaged("the directory of the compound file cannot be read")


def _program() -> str | None:
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def _converted(program: str, data: bytes, kind: str, limits: Limits) -> bytes:
    """The DOCX that LibreOffice makes. Raises Damaged where it makes none, TooLarge."""
    with TemporaryDirectory(prefix="plan-ingest-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        profile = place / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_bytes(_settings())
        (place / f"in.{kind}").write_bytes(data)
        command = [
            program, "--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault",
            "--nologo", "--nofirststartwizard",
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            f"--infilter={_FILTERS[kind]}", "--convert-to", "docx:MS Word 2007 XML",
            "--outdir", str(place / "out"), str(place / f"in.{kind}"),
        ]  # fmt: skip
        said = _run(command, place, limits.convert_seconds)
        made = place / "out" / "in.docx"
        if not made.is_file():
            raise Damaged(f"LibreOffice cannot read {_NAMES[kind]} ({said[-200:] or 'no reason'})")
        if made.stat().st_size > limits.max_bytes:
            raise TooLarge(f"converted, it has more than {limits.max_bytes} bytes")
        return made.read_bytes()


def _run(command: list[str], place: Path, seconds: float) -> str:
    """What the program said; it and all that it started are ended when time is up."""
    quiet = {"HOME": str(place), "TMPDIR": str(place), "SAL_USE_VCLPLUGIN": "svp",
             "LC_ALL": "C.UTF-8", "http_proxy": "http://127.0.0.1:9",
             "https_proxy": "http://127.0.0.1:9"}  # fmt: skip
    with subprocess.Popen(
        command, cwd=place, env={**os.environ, **quiet}, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise TooLarge(f"LibreOffice took longer than {seconds:g} seconds") from error
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
    return " ".join(said.decode("utf-8", "replace").split())


@cache
def _settings() -> bytes:
    """No macros, no active content, nothing fetched from elsewhere."""
    return files("ingest.read").joinpath("office_settings.xcu").read_bytes()
