"""JSON Schema -> a predicate of plain functions, for the keywords that the record's schema uses.

jsonschema is the judge of what a schema means; a record that it accepts in 200 ms is accepted
here in five. What is refused here goes to jsonschema, which says why, or that it is right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import regex

Holds = Callable[[Any], bool]
Schema = Mapping[str, Any]

_NOTES = {"$schema", "$id", "$defs", "title", "description"}
_MISSING = object()


class UnknownKeyword(ValueError):
    """The schema says something that this module does not understand."""


def compiled(schema: Schema) -> Holds:
    """Whether JSON data keep `schema`, whose references are put in place already.

    Raises UnknownKeyword, so that no rule is ever passed over.
    """
    unknown = schema.keys() - _RULES.keys() - _NOTES
    if unknown:
        raise UnknownKeyword(f"{sorted(unknown)}")
    if (kinds := _kinds(schema)) is not None:
        return lambda value: type(value) in kinds
    if schema.keys() - _NOTES == {"type", "minimum"} and schema["type"] == "integer":
        return _count(schema["minimum"])
    rules = [rule for name, make in _RULES.items() if name in schema and (rule := make(schema))]
    if len(rules) == 1:
        return rules[0]

    def all_hold(value: Any) -> bool:
        for rule in rules:  # noqa: SIM110 (a generator would cost as much as the rule)
            if not rule(value):
                return False
        return True

    return all_hold


def _kinds(schema: Schema) -> frozenset[type] | None:
    """The Python types that a schema stands for where it says no more than that."""
    said = schema.keys() - _NOTES
    if said == {"type"}:
        return _PYTHON.get(schema["type"])
    if said == {"anyOf"}:
        found = [_kinds(s) for s in schema["anyOf"]]
        if all(kinds is not None for kinds in found):
            return frozenset().union(*(kinds for kinds in found if kinds is not None))
    return None


_PYTHON: Mapping[str, frozenset[type]] = {
    "string": frozenset((str,)),
    "number": frozenset((int, float)),
    "boolean": frozenset((bool,)),
    "null": frozenset((type(None),)),
    "array": frozenset((list,)),
    "object": frozenset((dict,)),
}
"""`integer` is missing: JSON's `2.0` is one."""


def _count(least: float) -> Holds:
    def hold(value: Any) -> bool:
        return value >= least if type(value) is int else _is_integer(value) and value >= least

    return hold


def _type(schema: Schema) -> Holds:
    return _TYPES[schema["type"]]


def _is_integer(value: Any) -> bool:
    kind = type(value)
    return kind is int or (kind is float and value.is_integer())


_TYPES: Mapping[str, Holds] = {
    "string": lambda value: type(value) is str,
    "integer": _is_integer,
    "number": lambda value: type(value) is int or type(value) is float,
    "boolean": lambda value: value is True or value is False,
    "null": lambda value: value is None,
    "array": lambda value: type(value) is list,
    "object": lambda value: type(value) is dict,
}


def _properties(schema: Schema) -> Holds:
    required = set(schema.get("required", ()))
    listed = [(n, _kinds(s), compiled(s), n in required) for n, s in schema["properties"].items()]
    rest = tuple(required - schema["properties"].keys())

    def hold(value: Any) -> bool:
        if type(value) is not dict:
            return True
        for name, kinds, holds, wanted in listed:
            member = value.get(name, _MISSING)
            if member is _MISSING:
                if wanted:
                    return False
            elif not (type(member) in kinds if kinds is not None else holds(member)):
                return False
        return all(name in value for name in rest)

    return hold


def _required(schema: Schema) -> Holds | None:
    if "properties" in schema:
        return None
    names = tuple(schema["required"])
    return lambda value: type(value) is not dict or all(name in value for name in names)


def _items(schema: Schema) -> Holds:
    holds, first = compiled(schema["items"]), len(schema.get("prefixItems", ()))

    def hold(value: Any) -> bool:
        if type(value) is list:
            for member in value[first:] if first else value:
                if not holds(member):
                    return False
        return True

    return hold


def _prefix(schema: Schema) -> Holds:
    rules = [compiled(s) for s in schema["prefixItems"]]
    return lambda value: (
        type(value) is not list
        or all(rule(member) for rule, member in zip(rules, value, strict=False))
    )


def _any(schema: Schema) -> Holds:
    # Most keys that may be null are: the cheap question first.
    choices = sorted(schema["anyOf"], key=lambda s: "properties" in s)
    rules = [compiled(s) for s in choices]

    def hold(value: Any) -> bool:
        for rule in rules:  # noqa: SIM110
            if rule(value):
                return True
        return False

    return hold


def _one_of(values: list[Any]) -> Holds:
    if not all(type(v) is str for v in values):
        raise UnknownKeyword("values that are no strings")
    listed = frozenset(values)
    return lambda value: type(value) is str and value in listed


def _bound(least: bool, bound: float) -> Holds:
    def hold(value: Any) -> bool:
        kind = type(value)
        if kind is not int and kind is not float:
            return True
        return not (value < bound if least else value > bound)

    return hold


def _length(least: bool, bound: int) -> Holds:
    def hold(value: Any) -> bool:
        return type(value) is not list or (len(value) >= bound if least else len(value) <= bound)

    return hold


def _pattern(schema: Schema) -> Holds:
    pattern = regex.compile(schema["pattern"])
    return lambda value: type(value) is not str or pattern.search(value) is not None


_RULES: Mapping[str, Callable[[Schema], Holds | None]] = {
    "type": _type,
    "properties": _properties,
    "required": _required,
    "items": _items,
    "prefixItems": _prefix,
    "minItems": lambda s: _length(True, s["minItems"]),
    "maxItems": lambda s: _length(False, s["maxItems"]),
    "anyOf": _any,
    "enum": lambda s: _one_of(s["enum"]),
    "const": lambda s: _one_of([s["const"]]),
    "minimum": lambda s: _bound(True, s["minimum"]),
    "maximum": lambda s: _bound(False, s["maximum"]),
    "pattern": _pattern,
}
