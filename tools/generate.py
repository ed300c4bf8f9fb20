"""Writes what is made from the code: `python -m tools.generate [--check]`.

`schemas/record.schema.json` and `docs/record.md` from the record's types, `docs/commands.md`
from the command line, `docs/diagnostics.md` from the lexicon. `--check` exits 1 where a file
differs from what would be written.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def schema() -> str:
    from ingest.assemble.schema import record_schema

    return json.dumps(record_schema(), ensure_ascii=False, indent=1) + "\n"


def record_reference() -> str:
    from ingest.assemble.schema import record_schema

    made = record_schema()
    parts = [
        "# The record, key by key",
        "",
        f"Generated from the types, schema version {made['$id'].rsplit(':', 1)[-1]}. The same as JSON",
        "Schema: [`schemas/record.schema.json`](../schemas/record.schema.json). A record may carry",
        "more keys than these; a reader ignores what it does not know.",
        "",
        *_table("Record", made),
    ]
    for name, definition in made["$defs"].items():
        if "properties" in definition:
            parts += _table(name, definition)
    return "\n".join(parts)


def _table(name: str, definition: dict[str, Any]) -> list[str]:
    lines = [f"## {name}", ""]
    if text := definition.get("description"):
        lines += [text, ""]
    lines += ["| key | type | meaning |", "| --- | --- | --- |"]
    for key, prop in definition["properties"].items():
        lines.append(f"| `{key}` | {_type(prop)} | {_cell(prop.get('description'))} |")
    return [*lines, ""]


def _type(prop: dict[str, Any]) -> str:
    if "$ref" in prop:
        name = prop["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in prop:
        return " or ".join(dict.fromkeys(_type(p) for p in prop["anyOf"]))
    if "enum" in prop:
        return ", ".join(f"`{v}`" for v in prop["enum"])
    if "const" in prop:
        return f"`{prop['const']}`"
    if prop.get("type") == "array":
        inner = prop.get("items") or (prop.get("prefixItems") or [{}])[0]
        return f"list of {_type(inner)}"
    return str(prop.get("type", "any"))


def commands() -> str:
    from ingest.cli import parser
    from ingest.errors import ExitCode

    top = parser("en")
    parts = ["# Commands", "", "Generated from the command line itself; `--help` says it too.", ""]
    parts += ["    plan-ingest [OPTION …] COMMAND …", "", str(top.description), ""]
    parts += [*_arguments(top), "| command | what it does |", "| --- | --- |"]
    subparsers = next(a for a in top._actions if isinstance(a, argparse._SubParsersAction))
    for choice in subparsers._choices_actions:
        parts.append(f"| [`{choice.dest}`](#plan-ingest-{choice.dest}) | {_cell(choice.help)} |")
    for name, sub in subparsers.choices.items():
        named = " ".join(_values(a) for a in sub._actions if not a.option_strings)
        parts += ["", f"## plan-ingest {name}", "", f"    plan-ingest {name} [OPTION …] {named}"]
        parts[-1] = parts[-1].rstrip()
        parts += ["", str(sub.description), "", *_arguments(sub)]
        parts.pop()
    parts += ["", "## Exit codes", "", "| code | name | meaning |", "| --- | --- | --- |"]
    for code, meaning in _EXIT.items():
        parts.append(f"| {int(ExitCode[code])} | `{code}` | {meaning} |")
    return "\n".join([*parts, ""])


def _arguments(parser: argparse.ArgumentParser) -> list[str]:
    """A row an argument. Not `format_help`: each version of Python breaks its lines elsewhere."""
    lines = ["| argument | meaning |", "| --- | --- |"]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction | argparse._HelpAction):
            continue
        names = ", ".join(action.option_strings)
        given = f"{names} {_values(action)}".strip()
        told = (action.help or "") % {**vars(action), "prog": parser.prog}
        lines.append(f"| {_cell(f'`{given}`')} | {_cell(told)} |")
    return [*lines, ""]


def _values(action: argparse.Action) -> str:
    """`FILE [FILE ...]`, `{en,vi}`, or nothing for a switch."""
    if action.nargs == 0:
        return ""
    name = str(action.metavar or action.dest.upper())
    if action.choices is not None and action.metavar is None:
        name = "{" + ",".join(map(str, action.choices)) + "}"
    many = {"?": f"[{name}]", "*": f"[{name} ...]", "+": f"{name} [{name} ...]"}
    return many.get(str(action.nargs), name)


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|").replace("\n", " ")


_EXIT = {
    "OK": "everything asked for was done; for `run`: every input has a valid record",
    "SOME_FAILED": "some input failed, each named with reason and remedy; `validate`: some record is not valid",
    "USAGE": "the command line is wrong, or two inputs would share a record",
    "MISSING_TOOL": "a program or its data is not installed (`plan-ingest doctor` tells)",
    "CANNOT_WRITE": "the output cannot be written: permission, disk full",
    "INTERRUPTED": "stopped by Ctrl-C; what was written is complete",
}


def diagnostics() -> str:
    from ingest.lexicon.diagnostics import diagnostics as rows

    parts = [
        "# Diagnostics",
        "",
        "What a reviewer should look at, by stable code. The message in a record is English and",
        "names the case; this is what the code means in general. Generated from",
        "`ingest/lexicon/diagnostics.toml`.",
        "",
        "| code | meaning | ý nghĩa |",
        "| --- | --- | --- |",
        *(f"| `{r.code}` | {r.en} | {r.vi} |" for r in rows().values()),
        "",
    ]
    return "\n".join(parts)


FILES = {
    "schemas/record.schema.json": schema,
    "docs/record.md": record_reference,
    "docs/commands.md": commands,
    "docs/diagnostics.md": diagnostics,
}


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--check", action="store_true", help="compare instead of writing")
    check = options.parse_args().check
    stale = []
    for name, make in FILES.items():
        path, text = ROOT / name, make()
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(name)
            if not check:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{name}: {'stale, run python -m tools.generate' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
