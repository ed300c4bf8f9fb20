"""A process that keeps Tesseract's data loaded: run as a script, spoken to through its pipes.

It needs nothing but the standard library and the `libtesseract` that the program `tesseract`
itself runs on. Each page is read in a fork of its own: it finds the data as they were loaded, so
that no page depends on the one before, and what it breaks ends with it.

    python tesseract_host.py LANGUAGES

First it writes a line: the version of the library, or nothing where it cannot be used. Then, for
each request (a line `width height dpi psm seconds`, and the grey pixels row by row), a line
`ok LENGTH` and that many bytes of TSV, or `died CODE`, or `timeout`.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Any, BinaryIO

_LIBRARY = "libtesseract.so.5"
_HEAD = b"level\n"


def main() -> int:
    replies = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # the library talks
    os.dup2(nowhere, 2)
    library, handle = _loaded(sys.argv[1])
    replies.write(library.TessVersion() + b"\n" if library else b"\n")
    replies.flush()
    requests = sys.stdin.buffer
    while library and (head := requests.readline()):
        width, height, dpi, psm, seconds = head.split()
        size = (int(width), int(height))
        pixels = requests.read(size[0] * size[1])
        if len(pixels) < size[0] * size[1]:
            break
        _serve(replies, library, handle, pixels, size, (dpi, int(psm)), float(seconds))
    return 0


def _loaded(languages: str) -> tuple[Any, Any]:
    """The library and its handle, data loaded; None where that does not work."""
    try:
        library = ctypes.CDLL(_LIBRARY)
        library.TessVersion.restype = ctypes.c_char_p
        library.TessBaseAPICreate.restype = ctypes.c_void_p
        library.TessBaseAPIGetTsvText.restype = ctypes.c_char_p
        handle = ctypes.c_void_p(library.TessBaseAPICreate())
        failed = library.TessBaseAPIInit3(handle, None, languages.encode())
    except (OSError, AttributeError):
        return None, None
    return (None, None) if failed else (library, handle)


def _serve(
    replies: BinaryIO,
    library: Any,
    handle: Any,
    pixels: bytes,
    size: tuple[int, int],
    how: tuple[bytes, int],
    seconds: float,
) -> None:
    """Reads one page in a fork and passes on what it wrote."""
    back, out = os.pipe()
    child = os.fork()
    if not child:
        os.close(back)
        signal.setitimer(signal.ITIMER_REAL, seconds)  # nobody handles it: it ends the fork
        try:
            _write(out, _recognised(library, handle, pixels, size, how))
        finally:
            os._exit(0)
    os.close(out)
    with os.fdopen(back, "rb") as pipe:
        found = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        late = os.WTERMSIG(status) == signal.SIGALRM
        replies.write(b"timeout\n" if late else b"died %d\n" % -os.WTERMSIG(status))
    elif not found.startswith(_HEAD):
        replies.write(b"died %d\n" % os.WEXITSTATUS(status))
    else:
        replies.write(b"ok %d\n" % len(found) + found)
    replies.flush()


def _recognised(
    library: Any, handle: Any, pixels: bytes, size: tuple[int, int], how: tuple[bytes, int]
) -> bytes:
    width, height = size
    library.TessBaseAPISetVariable(handle, b"user_defined_dpi", how[0])
    library.TessBaseAPISetPageSegMode(handle, how[1])
    library.TessBaseAPISetImage(handle, pixels, width, height, 1, width)
    if library.TessBaseAPIRecognize(handle, None):
        return b""
    return _HEAD + (library.TessBaseAPIGetTsvText(handle, 0) or b"")


def _write(out: int, data: bytes) -> None:
    with os.fdopen(out, "wb") as pipe:
        pipe.write(data)


if __name__ == "__main__":
    raise SystemExit(main())
