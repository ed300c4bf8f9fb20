"""The facts: every file loads, every row's specimen is found by the code that uses the row."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any

import pytest
from stages import ROOT, parse_text, values

from ingest import errors
from ingest.core.record import Citation, DocumentType, Signer
from ingest.extract.citations import citations
from ingest.extract.head import head
from ingest.extract.signoff import signoff
from ingest.lexicon import bodies, document_types, positions, territories
from ingest.lexicon.archive import ArchiveField, ArchiveType
from ingest.lexicon.cross_check_words import CrossCheckWord, content_words, low_is_good
from ingest.lexicon.diagnostics import DiagnosticRow
from ingest.lexicon.due_words import DueWords
from ingest.lexicon.encodings import Encoding, LegacyFont, font_encoding
from ingest.lexicon.flags import FlagRow
from ingest.lexicon.fold import bare, key
from ingest.lexicon.laws import LawNames
from ingest.lexicon.load import parse_rows, read_toml, rows
from ingest.lexicon.messages import LANGUAGES, known, text
from ingest.lexicon.reasons import ReasonRow
from ingest.lexicon.recipient_groups import RecipientGroup, kinds_reached
from ingest.lexicon.reforms import Reform, known_body
from ingest.lexicon.role_words import RoleWord
from ingest.lexicon.table_heads import TableHead, head_kind
from ingest.lexicon.target_words import Measure, TargetWords
from ingest.lexicon.time_words import TimeWord
from ingest.lexicon.unit_words import UnitWord
from ingest.lexicon.usage_errors import UsageErrorRow
from ingest.read.marks import LayoutMark
from ingest.repair.doubts import StandingWord
from ingest.repair.syllables import Spelling
from ingest.repair.training.channels import Confusion

FOLDER = ROOT / "ingest" / "lexicon"
Law = Callable[[Any], object]

PLAN = "KẾ HOẠCH\nTổ chức hội nghị\n\n{preamble}\n\n1. Họp.\n\nTrên đây là Kế hoạch./.\n\n{tail}"


def parts(text: str) -> list[str]:
    """The numbered holes of a message."""
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


def cited(row: document_types.DocumentTypeRow) -> object:
    """What a Quy hoạch or a Chiến lược is called says its type: they have no abbreviation."""
    text = PLAN.format(preamble=f"Thực hiện {row.specimen};", tail="")
    found = values(citations, parse_text(text)[0], "citations", Citation)
    codes = {c.type_code for c in found}
    return codes & {row.code, {"QH": None, "CL": None}.get(row.code, row.code)}


def heads(row: document_types.DocumentTypeRow) -> object:
    if not row.heading:
        return True
    text = f"ỦY BAN NHÂN DÂN\n\n{row.name.upper()}\nVề việc tổ chức hội nghị\n\n1. Họp."
    return values(head, parse_text(text)[0], "type", DocumentType)[0].code == row.code


def signs(row: positions.PositionRow) -> object:
    text = PLAN.format(preamble="", tail=f"Nơi nhận:\n- Lưu: VT.\n\n{row.specimen}\n\nLê Văn Ban")
    found = values(signoff, parse_text(text)[0], "signers", Signer)
    return [(s.position, s.name) for s in found] == [(row.specimen, "Lê Văn Ban")]


def named(row: bodies.Agency) -> object:
    forms = (row.name, *row.abbreviations, *row.symbols)
    found = bodies.find(row.name)
    return found and found.name == row.name and any(key(f) in key(row.specimen) for f in forms)


def expanded(row: bodies.Abbreviation) -> object:
    """Printed with or without strokes, dots, `&`: `VH-TT&TT` and `VHTTTT` are one."""
    printed = "".join(c for c in row.specimen if c.isalpha())
    short = row.short.replace("&", "").lower()
    return row.long in bodies.expand(row.specimen) and short in printed.lower()


def placed(row: territories.Province) -> object:
    on = "2026-01-01" if row.regime == "new" else "2020-01-01"
    return all(territories.province(n, on) == row for n in (row.name, *row.aliases))


def sorts_out(row: CrossCheckWord) -> object:
    if row.use == "low_is_good":
        return low_is_good(f"Tỷ lệ {row.word}")
    return not content_words(row.word)


def holds(word: str, specimen: str) -> bool:
    return f" {key(word)} " in f" {key(specimen)} "


@dataclass(frozen=True, slots=True)
class Topic:
    """A lexicon file: the type of its rows and what must hold of each."""

    kind: type
    laws: tuple[Law, ...]


TOPICS = {
    "abbreviations": Topic(bodies.Abbreviation, (expanded,)),
    "agencies": Topic(bodies.Agency, (named,)),
    "archive_fields": Topic(ArchiveField, (lambda r: r.name and r.doc and r.length >= 0,)),
    "archive_types": Topic(ArchiveType, (lambda r: document_types.by_code(r.type_code),)),
    "cross_check_words": Topic(CrossCheckWord, (sorts_out,)),
    "diagnostics": Topic(DiagnosticRow, (lambda r: r.en.endswith(".") and r.vi.endswith("."),)),
    "document_types": Topic(document_types.DocumentTypeRow, (cited, heads)),
    "due_words": Topic(DueWords, (lambda r: all(w == w.lower() for w in r.words),)),
    "flags": Topic(FlagRow, (lambda r: r.vi and not r.vi.endswith("."),)),
    "laws": Topic(LawNames, (lambda r: all(n[:1].isupper() and n == n.strip() for n in r.names),)),
    "layout": Topic(LayoutMark, (lambda r: r.text in bare(r.specimen),)),
    "legacy_encodings": Topic(
        Encoding, (lambda r: len(r.letters.split()) == len(r.codes.split()),)
    ),
    "legacy_fonts": Topic(LegacyFont, (lambda r: font_encoding(r.specimen) == r.encoding,)),
    "levels": Topic(
        territories.LevelWord, (lambda r: any(holds(w, r.specimen) for w in (r.word, *r.short)),)
    ),
    "ocr_confusions": Topic(Confusion, (lambda r: r.true and min(r.read.values()) > 0,)),
    "positions": Topic(positions.PositionRow, (signs,)),
    "recipient_groups": Topic(
        RecipientGroup, (lambda r: set(r.kinds) <= kinds_reached(f"Các {r.word} tỉnh"),)
    ),
    "reforms": Topic(Reform, (lambda r: all(map(known_body, (r.old, *r.new))),)),
    "role_words": Topic(RoleWord, (lambda r: holds(r.text, r.specimen),)),
    "standing_words": Topic(
        StandingWord, (lambda r: r.words == r.words.lower() and len(r.words.split()) > 1,)
    ),
    "syllables": Topic(Spelling, (lambda r: r.spellings.split(),)),
    "table_heads": Topic(TableHead, (lambda r: head_kind(r.specimen) is not None,)),
    "target_words": Topic(TargetWords, (lambda r: all(w == w.lower() for w in r.words),)),
    "territories": Topic(territories.Province, (placed,)),
    "time_words": Topic(TimeWord, (lambda r: all(w == w.lower() for w in r.words),)),
    "unit_heads": Topic(UnitWord, (lambda r: holds(r.word, r.specimen),)),
    "usage_errors": Topic(
        UsageErrorRow, (lambda r: set(parts(r.vi)) <= set(parts(r.said)) and r.said != r.vi,)
    ),
    "reasons": Topic(
        ReasonRow, (lambda r: set(parts(r.vi)) == set(parts(r.said)) and r.said != r.vi,)
    ),
    "units_of_measure": Topic(Measure, (lambda r: all(w == w.lower() for w in r.words),)),
}

TABLES = {"messages", "money"}
"""Files of tables that are no rows: what reads them has tests of its own."""


def test_every_file_has_its_laws() -> None:
    assert {p.stem for p in FOLDER.glob("*.toml")} == {*TOPICS, *TABLES}


def topic_laws() -> Iterator[Any]:
    for name, topic in TOPICS.items():
        for number, law in enumerate(topic.laws, 1):
            yield pytest.param(name, law, id=f"{name}-{number}")


@pytest.mark.parametrize(("name", "law"), list(topic_laws()))
def test_every_row_keeps_its_law(name: str, law: Law) -> None:
    broken = [
        f"lexicon/{name}.toml row {number}: {row}"
        for number, row in enumerate(rows(name, TOPICS[name].kind), 1)
        if not law(row)
    ]
    assert not broken, "\n".join(broken[:10])


@pytest.mark.parametrize("name", sorted(TOPICS))
def test_no_row_stands_twice(name: str) -> None:
    found = [repr(r) for r in rows(name, TOPICS[name].kind)]
    assert len(found) == len(set(found)), next(r for r in found if found.count(r) > 1)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"row": [{"name": "CHỦ TỊCH", "specimen": "CHỦ TỊCH", "nmae": "x"}]}, "nmae"),
        ({"row": [{"name": "CHỦ TỊCH", "specimen": "CHỦ TỊCH"}, {"name": "A"}]}, "specimen"),
        ({"row": [{"name": 3, "specimen": "CHỦ TỊCH"}]}, "name"),
        ({"rows": []}, "[[row]]"),
        ({"row": "CHỦ TỊCH"}, "[[row]]"),
        ([], "[[row]]"),
    ],
    ids=["unknown field", "missing field", "wrong type", "no rows", "no list", "no table"],
)
def test_a_wrong_row_is_named_with_its_file(data: object, told: str) -> None:
    with pytest.raises(errors.LexiconError) as caught:
        parse_rows("positions", data, positions.PositionRow)
    assert "lexicon/positions.toml" in caught.value.what
    assert told in caught.value.what
    rows_given = data.get("row") if isinstance(data, dict) else None
    if isinstance(rows_given, list):
        assert f"row {len(rows_given)}" in caught.value.what


def messages() -> dict[str, dict[str, dict[str, str]]]:
    return read_toml("messages")  # type: ignore[return-value]


def test_every_message_is_said_in_both_languages() -> None:
    for group, keys in messages().items():
        for name, said in keys.items():
            assert set(said) == set(LANGUAGES), f"{group}.{name}"
            fields = {tuple(sorted(re.findall(r"{(\w+)}", s))) for s in said.values()}
            assert len(fields) == 1, f"{group}.{name} fills different fields"


def test_every_outcome_is_told_with_its_remedy() -> None:
    """Those of the error classes and those that a run gives of its own (`timed-out`)."""
    for module in pkgutil.walk_packages([str(ROOT / "ingest")], "ingest."):
        if not module.name.startswith("ingest.repair.training"):
            importlib.import_module(module.name)
    codes = {e.outcome for e in family(errors.IngestError)}
    told, remedies = set(messages()["outcome"]), set(messages()["remedy"])
    assert codes - told == set()
    assert told - remedies <= {"ok", "unpacked", "pending"} and remedies <= told
    assert told - codes - constants() == set()


def family(kind: type[errors.IngestError]) -> set[type[errors.IngestError]]:
    return {kind}.union(*(family(k) for k in kind.__subclasses__()))


@cache
def constants() -> frozenset[str]:
    """Every string that stands in the source."""
    return frozenset(
        node.value
        for path in (ROOT / "ingest").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def strings() -> Iterator[tuple[str, str, str]]:
    """Every string in the source that is an argument of a call: file, name called, string."""
    for path in sorted((ROOT / "ingest").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func).split(".")[-1]
            for argument in [*node.args, *(k.value for k in node.keywords)]:
                for part in ast.walk(argument):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield str(path.relative_to(ROOT)), called, part.value


def test_every_message_that_the_code_says_exists_and_is_said() -> None:
    """`say.valid` as it stands, or put together from its last part: `f"say.{field}"`."""
    said = {s for s in constants() if re.fullmatch(r"say\.[a-z][\w.-]*", s)}
    assert {s for s in said if not known(s)} == set()
    parts = {s.removeprefix("say.") for s in said} | constants()
    unsaid = {n for n in messages()["say"] if n.split(".")[0] not in parts}
    assert unsaid == set()


def test_every_diagnostic_that_the_code_gives_is_listed() -> None:
    makers = ("notice", "Diagnostic", "Remark")
    listed = {r.code for r in rows("diagnostics", DiagnosticRow)}
    shape = re.compile(r"[a-z]+(?:-[a-z]+)+")
    given = {
        (where, s)
        for where, called, s in strings()
        if called in makers and shape.fullmatch(s) and s not in ("text-layer",)
    }
    assert {g for g in given if g[1] not in listed} == set()
    built = {c for c in listed if c.endswith("-missing")}  # `number-missing`, `date-missing`
    assert listed - constants() - built == set()


def test_an_unknown_message_is_a_defect() -> None:
    with pytest.raises(KeyError):
        text("say.nothing-of-the-kind", "en")
