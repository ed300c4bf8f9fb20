"""Tesseract without its start: a host process keeps the data loaded from page to page.

To load the Vietnamese data takes a tenth of what a page takes, and a page with a table is looked
at three times. The words are the same as those of the program: the host runs on the very library
that the program runs on, else the program is asked, as it is on systems without `fork`.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from ingest.read.limits import Limits
from ingest.read.lines import Token
from ingest.read.ocr import BLOCK, PAGE, OcrFailed, Tesseract, require, tsv_words

_HEAD = b"level"
_SCRIPT = Path(__file__).with_name("tesseract_host.py")
_START_SECONDS = 30.0
_ROOM_SECONDS = 20.0
_starting: dict[int, threading.Lock] = {}


@dataclass(frozen=True, slots=True)
class KeptTesseract:
    """The engine: a host for each set of languages, one page at a time, in one thread."""

    program: str = "tesseract"

    def words(self, image: Image.Image, dpi: int, limits: Limits) -> list[Token]:
        return self._words(image, dpi, limits, PAGE)

    def block(self, image: Image.Image, dpi: int, limits: Limits) -> list[Token]:
        return self._words(image, dpi, limits, BLOCK)

    def turn(self, image: Image.Image, dpi: int, limits: Limits) -> int:
        return Tesseract(self.program).turn(image, dpi, limits)

    def _words(self, image: Image.Image, dpi: int, limits: Limits, parted: int) -> list[Token]:
        require(self.program, limits.languages)
        process = os.getpid()  # a lock held as it forked would never open in the fork
        with _starting.setdefault(process, threading.Lock()):  # two threads would start two
            host = _host(shutil.which(self.program) or "", limits.languages, process)
        if host is None:
            return Tesseract(self.program).parted(image, dpi, limits, parted)
        return list(tsv_words(host.read(image.convert("L"), dpi, limits.ocr_seconds, parted)))


class _Host:
    """A running host process; started again after it broke."""

    def __init__(self, languages: str) -> None:
        self._languages = languages
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    def version(self) -> str:
        """That of the library it runs on; empty where it cannot run."""
        with self._lock:
            self.close()
            return self._started()

    def read(self, image: Image.Image, dpi: int, seconds: float, parted: int) -> str:
        """TSV of the words of a grey image. Raises OcrFailed."""
        head = f"{image.width} {image.height} {dpi} {parted} {seconds:g}\n".encode()
        with self._lock:
            if self._process is None:
                self._started()
            reply = self._asked(seconds + _ROOM_SECONDS, head, image.tobytes())
        if reply.startswith(_HEAD):
            return reply.decode("utf-8", "replace")
        if reply == b"timeout":
            raise OcrFailed(f"took longer than {seconds:g} seconds")
        raise OcrFailed(f"ended without an answer {reply.decode()}".strip())

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        try:
            process.wait(1.0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _started(self) -> str:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(_SCRIPT), self._languages],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        return self._asked(_START_SECONDS).decode()

    def _asked(self, seconds: float, *request: bytes) -> bytes:
        """The host's answer; empty, and the host gone, where it gave none in that time."""
        process = self._process
        assert process and process.stdin and process.stdout
        watch = threading.Timer(seconds, process.kill)
        watch.start()
        try:
            for part in request:
                process.stdin.write(part)
            process.stdin.flush()
            answer = process.stdout.readline().strip()
            if answer.startswith(b"ok "):
                answer = process.stdout.read(int(answer[3:]))
        except OSError:
            answer = b""
        finally:
            watch.cancel()
        if not answer:
            self.close()
        return answer


@cache
def _host(program: str, languages: str, process: int) -> _Host | None:
    """The host of this process; None where the program is to be asked."""
    if sys.platform != "linux" or not _SCRIPT.is_file():
        return None
    host = _Host(languages)
    version = host.version()
    if version and version == _version(program):
        return host
    host.close()
    return None


@cache
def _version(program: str) -> str:
    """`5.3.0`: what the program says of itself."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    words = said.stdout.decode("utf-8", "replace").split(maxsplit=2)
    return words[1] if len(words) > 1 else ""
