"""The fonts that pages are drawn in: those of the genre, others like them, one kept for tests."""

from __future__ import annotations

import subprocess
from pathlib import Path

from ingest.errors import MissingTool
from ingest.repair.training.marks import moved
from ingest.repair.training.scans import Face, holds_vietnamese

_FAMILIES = {
    "Tinos": "Tinos-Regular.ttf Tinos-Bold.ttf Tinos-Italic.ttf Tinos-BoldItalic.ttf",
    "Liberation Serif": "LiberationSerif-Regular.ttf LiberationSerif-Bold.ttf "
    "LiberationSerif-Italic.ttf LiberationSerif-BoldItalic.ttf",
    "Noto Serif": "NotoSerif-Regular.ttf NotoSerif-Bold.ttf NotoSerif-Italic.ttf "
    "NotoSerif-BoldItalic.ttf",
    "Arimo": "Arimo-Regular.ttf Arimo-Bold.ttf Arimo-Italic.ttf Arimo-BoldItalic.ttf",
    "Linux Libertine": "LinLibertine_R.otf LinLibertine_RB.otf LinLibertine_RI.otf "
    "LinLibertine_RBI.otf",
    "Gentium Book": "GentiumBookPlus-Regular.ttf GentiumBookPlus-Bold.ttf "
    "GentiumBookPlus-Italic.ttf GentiumBookPlus-BoldItalic.ttf",
    "DejaVu Serif": "DejaVuSerif.ttf DejaVuSerif-Bold.ttf DejaVuSerif-Italic.ttf "
    "DejaVuSerif-BoldItalic.ttf",
    "TeX Gyre Termes": "texgyretermes-regular.otf texgyretermes-bold.otf "
    "texgyretermes-italic.otf texgyretermes-bolditalic.otf",
    "Doulos SIL": "DoulosSIL-Regular.ttf DoulosSIL-Regular.ttf DoulosSIL-Regular.ttf "
    "DoulosSIL-Regular.ttf",
    "TeX Gyre Schola": "texgyreschola-regular.otf texgyreschola-bold.otf "
    "texgyreschola-italic.otf texgyreschola-bolditalic.otf",
    "TeX Gyre Pagella": "texgyrepagella-regular.otf texgyrepagella-bold.otf "
    "texgyrepagella-italic.otf texgyrepagella-bolditalic.otf",
    "TeX Gyre Bonum": "texgyrebonum-regular.otf texgyrebonum-bold.otf "
    "texgyrebonum-italic.otf texgyrebonum-bolditalic.otf",
    "EB Garamond": "EBGaramond12-Regular.otf EBGaramond12-Regular.otf "
    "EBGaramond12-Italic.otf EBGaramond12-Italic.otf",
    "Junicode": "JunicodeTwoBeta-Regular.otf JunicodeTwoBeta-Bold.otf "
    "JunicodeTwoBeta-Italic.otf JunicodeTwoBeta-BoldItalic.otf",
    "CMU Serif": "cmunrm.ttf cmunbx.ttf cmunti.ttf cmunbi.ttf",
    "Noto Serif Display": "NotoSerifDisplay-Regular.ttf NotoSerifDisplay-Bold.ttf "
    "NotoSerifDisplay-Italic.ttf NotoSerifDisplay-BoldItalic.ttf",
    "FreeSerif": "FreeSerif.ttf FreeSerifBold.ttf FreeSerifItalic.ttf FreeSerifBoldItalic.ttf",
}
"""Regular, bold, italic, bold italic. Debian: fonts-croscore, fonts-liberation2,
fonts-noto-core, fonts-linuxlibertine, fonts-sil-gentiumplus, fonts-dejavu-core,
fonts-texgyre, fonts-sil-doulos, fonts-ebgaramond, fonts-junicode, fonts-cmu, fonts-freefont-ttf. `fonts-liberation` 1.07 draws boxes."""

TIMES = ("Tinos",) * 3 + ("Liberation Serif",) * 2 + ("Noto Serif", "Arimo")
OTHERS = ("Linux Libertine",) * 2 + ("Gentium Book",) * 2 + ("DejaVu Serif",)
LIKE_TIMES = ("TeX Gyre Termes",) * 4 + ("Doulos SIL",)
MOVED = ("Tinos",) * 8 + ("Doulos SIL",) * 3
MOVED_MORE = ("Tinos",) * 9 + ("Doulos SIL",) * 2
MOVED_TERMES = ("TeX Gyre Termes",) * 13
MOVED_AGAIN = ("Tinos",) * 8 + ("TeX Gyre Termes",) * 10 + ("Doulos SIL",) * 2
MOVED_WIDER = (
    ("TeX Gyre Schola",) * 3
    + ("TeX Gyre Pagella",) * 2
    + ("TeX Gyre Bonum",)
    + ("EB Garamond",) * 2
    + ("CMU Serif",) * 2
    + ("Junicode",) * 2
    + ("Noto Serif Display",) * 2
    + ("Linux Libertine",) * 2
    + ("Noto Serif", "Gentium Book")
)
"""Drawn with their marks moved, each time otherwise."""

WIDER = (
    "TeX Gyre Schola", "TeX Gyre Pagella", "TeX Gyre Bonum", "EB Garamond", "CMU Serif",
    "Junicode", "Noto Serif Display",
)  # fmt: skip
"""Unlike those of the genre: what holds in these and in those holds in others too."""

KEPT_OUT = ("FreeSerif",)
"""Never drawn for training: what is learnt must hold in a font that was not seen."""


def faces(names: tuple[str, ...]) -> tuple[Face, ...]:
    """The families by name, as often as they are named; MissingTool where one is absent."""
    files = _installed()
    found = []
    for name in names:
        wanted = _FAMILIES[name].split()
        absent = [f for f in wanted if f not in files]
        if absent:
            raise MissingTool(f"font files of {name}: {', '.join(absent)}")
        found.append(Face(name, (files[wanted[0]], *(files[f] for f in wanted[1:]))))  # type: ignore[arg-type]
    return tuple(found)


def moved_faces(names: tuple[str, ...], folder: Path, first: int = 0) -> tuple[Face, ...]:
    """The families with their marks moved, one after another by other amounts (seeds from
    `first` on)."""
    return tuple(moved(face, folder, seed) for seed, face in enumerate(faces(names), first))


def _installed() -> dict[str, str]:
    """Files of our families by name, as fontconfig knows them; those with boxes left out."""
    try:
        run = subprocess.run(["fc-list", ":", "file"], capture_output=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        raise MissingTool("fc-list (fontconfig)") from error
    paths = [line.partition(":")[0] for line in run.stdout.decode("utf-8").split("\n")]
    known = {name for family in _FAMILIES.values() for name in family.split()}
    mine = [p for p in sorted(paths) if Path(p).name in known and holds_vietnamese(p)]
    return {Path(p).name: p for p in mine}
