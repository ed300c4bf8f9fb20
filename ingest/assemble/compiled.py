"""JSON Schema -> types of msgspec, for the keywords that the record's schema uses.

jsonschema is the judge of what a schema means; a record that it accepts in 200 ms is accepted
here in one. What is refused here goes to jsonschema, which says why, or that it is right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec

Schema = Mapping[str, Any]
Number = Callable[[float], object]

_NOTES = {"$schema", "$id", "$defs", "title", "description"}


class UnknownKeyword(ValueError):
    """The schema says something that this module does not understand."""


def compiled(schema: Schema, number: Number) -> Any:
    """A type to which `msgspec.convert` brings only what keeps `schema`.

    It may refuse what is right: `2.0` is an integer in JSON. Each float of an object becomes
    what `number` makes of it, as it is to be written; lists that need not be there are not
    written when they are empty. Raises UnknownKeyword, so that no rule is ever passed over.
    """
    return _Compiler(schema.get("$defs", {}), number).of(schema, "Record")


class _Compiler:
    """Objects become structs, one for each definition."""

    def __init__(self, definitions: Schema, number: Number) -> None:
        self._definitions = definitions
        self._number = number
        self._made: dict[str, Any] = {}

    def of(self, schema: Schema, name: str = "Object") -> Any:
        if "$ref" in schema:
            return self._definition(schema["$ref"].rsplit("/", 1)[-1])
        kind = schema.get("type")
        rules = _RULES.get(kind, set())
        if not schema.keys() <= _NOTES | rules | {"type"}:
            raise UnknownKeyword(f"{sorted(schema.keys() - _NOTES)} for {kind}")
        if "anyOf" in schema:
            return self._union([self.of(choice) for choice in schema["anyOf"]])
        if "enum" in schema or "const" in schema:
            return _one_of(schema.get("enum") or [schema["const"]])
        if kind == "array":
            return self._array(schema)
        if kind == "object":
            return self._object(schema, name)
        return _scalar(schema)

    def _definition(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = self.of(self._definitions[name], name)
        return self._made[name]

    def _array(self, schema: Schema) -> Any:
        if "prefixItems" in schema:
            members = tuple(self.of(s) for s in schema["prefixItems"])
            if schema.get("minItems") == schema.get("maxItems") == len(members):
                return tuple[members]  # type: ignore[valid-type]
        elif not schema.keys() & {"minItems", "maxItems"}:
            return list[self.of(schema["items"])]  # type: ignore[misc]
        raise UnknownKeyword("bounds of a list whose members are not all described")

    def _object(self, schema: Schema, name: str) -> Any:
        required = set(schema.get("required", ()))
        listed = {key: self.of(rule) for key, rule in schema.get("properties", {}).items()}
        if not required <= listed.keys():
            raise UnknownKeyword("a key that is required and not described")
        fields = [(key, t) if key in required else _open(key, t) for key, t in listed.items()]
        return self._struct(name, fields, None)

    def _struct(self, name: str, fields: list[Any], check: Callable[[Any], None] | None) -> Any:
        numbers = [key for key, kind, *_ in fields if _holds_float(kind)]
        number = self._number

        def after(made: Any) -> None:
            if check is not None:
                check(made)
            for key in numbers:
                value = getattr(made, key)
                if value or type(value) is float:
                    setattr(made, key, _written(value, number))

        names = {"__post_init__": after} if check is not None or numbers else None
        return msgspec.defstruct(
            name, fields, kw_only=True, omit_defaults=True, gc=False, namespace=names
        )

    def _union(self, choices: list[Any]) -> Any:
        """Only one kind of object can stand in a union of msgspec: several become one."""
        objects = [c for c in choices if isinstance(c, type) and issubclass(c, msgspec.Struct)]
        if len(objects) > 1:
            choices = [self._either(objects), *(c for c in choices if c not in objects)]
        return reduce(or_, choices)

    def _either(self, objects: list[Any]) -> Any:
        """One object with the keys of all, which must hold all those that one of them requires."""
        listed = [msgspec.structs.fields(kind) for kind in objects]
        required = [[f.name for f in fields if f.required] for fields in listed]
        kinds: dict[str, Any] = {}
        for field in (f for fields in listed for f in fields):
            if kinds.setdefault(field.name, field.type) != field.type:
                raise UnknownKeyword(f"objects that differ in what {field.name} is")

        def check(made: Any) -> None:
            if not any(all(getattr(made, n) is not msgspec.UNSET for n in r) for r in required):
                raise ValueError("none of the objects that may stand here")

        return self._struct("Either", [_open(*item) for item in kinds.items()], check)


_RULES: Mapping[str | None, set[str]] = {
    None: {"anyOf"},
    "string": {"enum", "const", "pattern"},
    "integer": {"minimum", "maximum"},
    "number": {"minimum", "maximum"},
    "array": {"items", "prefixItems", "minItems", "maxItems"},
    "object": {"properties", "required"},
}
_SCALARS: Mapping[str, Any] = {
    "string": str, "integer": int, "number": float, "boolean": bool, "null": None,
}  # fmt: skip
_BOUNDS = {"minimum": "ge", "maximum": "le", "pattern": "pattern"}


def _scalar(schema: Schema) -> Any:
    kind = _SCALARS[schema["type"]]
    bounds: dict[str, Any] = {_BOUNDS[k]: v for k, v in schema.items() if k in _BOUNDS}
    return Annotated[kind, msgspec.Meta(**bounds)] if bounds else kind


def _one_of(values: list[Any]) -> Any:
    if not all(type(v) is str for v in values):
        raise UnknownKeyword("values that are no strings")
    return Literal[tuple(values)]


def _open(key: str, kind: Any) -> tuple[str, Any, Any]:
    """A field that need not be there."""
    if get_origin(kind) is list:
        return key, kind, msgspec.field(default_factory=list)
    return key, kind | msgspec.UnsetType, msgspec.UNSET


def _holds_float(kind: Any) -> bool:
    return kind is float or any(map(_holds_float, get_args(kind)))


def _written(value: Any, number: Number) -> Any:
    """A number, or a list of lists of them, as it is to be written."""
    if type(value) is float:
        return number(value)
    if type(value) is list or type(value) is tuple:
        return [_written(v, number) for v in value]
    return value
