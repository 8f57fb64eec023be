"""A YAML file with its line numbers, read so that `on`, `off`, `yes` and `no` stay the words they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from reportedly.errors import KnowledgeError

__all__ = ["Part", "parse_source", "read_source"]

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOL = "tag:yaml.org,2002:bool"


class _Loader(_BASE):  # type: ignore[misc]
    """YAML in which only true and false are booleans: prepositions are keys here."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    for first, resolvers in _BASE.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), list("tf"))


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a file and the line it stands on; every misfit is told with both."""

    file: str
    line: int
    value: Any

    def wrong(self, what: str) -> KnowledgeError:
        """The error to raise: file, line, and what is wrong."""
        return KnowledgeError(f"{self.file}:{self.line}: {what}")

    def table(self, known: set[str] | None = None) -> dict[str, Part]:
        """The keys of a mapping; raises on another shape and on keys that are not `known`."""
        if not isinstance(self.value, dict):
            raise self.wrong(f"expected a table of key: value, found {_shape(self.value)}")
        for key, part in self.value.items():
            if known is not None and key not in known:
                raise part.wrong(f"unknown key {key!r}; known are {', '.join(sorted(known))}")
        return self.value

    def parts(self) -> Iterator[Part]:
        """The items of a list; a single value counts as a list of one, nothing as none."""
        if isinstance(self.value, list):
            yield from self.value
        elif self.value is not None:
            yield self

    def texts(self) -> tuple[str, ...]:
        """A list of strings, or one string."""
        return tuple(part.text() for part in self.parts())

    def text(self) -> str:
        """A string; numbers are taken as written."""
        if isinstance(self.value, (dict, list)) or self.value is None:
            raise self.wrong(f"expected text, found {_shape(self.value)}")
        return str(self.value).strip()

    def number(self) -> float:
        """A number."""
        if isinstance(self.value, bool) or not isinstance(self.value, (int, float)):
            raise self.wrong(f"expected a number, found {self.value!r}")
        return float(self.value)

    def flag(self) -> bool:
        """true or false."""
        if not isinstance(self.value, bool):
            raise self.wrong(f"expected true or false, found {self.value!r}")
        return self.value


def _shape(value: Any) -> str:
    return {dict: "a table", list: "a list", type(None): "nothing"}.get(type(value), repr(value))


def read_source(path: Path) -> Part:
    """The file as parts; raises KnowledgeError where it cannot be read or is no YAML."""
    try:
        return parse_source(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: cannot be read ({error})") from error


def parse_source(text: str, file: str) -> Part:
    """A text as parts; `file` is what errors call it. Raises KnowledgeError with the line where it is no YAML."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        return _part(loader, node, file) if node is not None else Part(file, 1, None)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        raise KnowledgeError(f"{file}:{line}: no valid YAML here: {error.problem or error.context}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise KnowledgeError(f"{file}: no valid YAML: {error}") from error


def _part(loader: Any, node: Any, file: str) -> Part:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        table: dict[str, Part] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in table:
                raise KnowledgeError(f"{file}:{key.start_mark.line + 1}: the key {name!r} stands here twice")
            table[name] = _part(loader, value, file)
        return Part(file, line, table)
    if isinstance(node, yaml.SequenceNode):
        return Part(file, line, [_part(loader, item, file) for item in node.value])
    return Part(file, line, loader.construct_object(node))
