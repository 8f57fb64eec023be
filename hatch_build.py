"""Build hook: makes the gazetteer while the wheel is built, from the data packages among the build requirements.

In the build's own environment none of the package's dependencies is installed, so only the gazetteer's builder is
loaded, which needs nothing but the standard library.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GazetteerHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes `src/reportedly/gazetteer/gazetteer.sqlite` unless the one there is of the same makings."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make the gazetteer for wheels, editable ones too; a source distribution goes without."""
        if self.target_name == "wheel":
            made = _builder(Path(self.root) / "src").build()
            self.app.display_info(f"gazetteer: {'made' if made else 'there already'}")


def _builder(source: Path) -> Any:
    """The module `reportedly.gazetteer.build`, its packages stood in for by bare ones that import nothing."""
    bare = {"reportedly": source / "reportedly", "reportedly.gazetteer": source / "reportedly" / "gazetteer"}
    held = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "reportedly"}
    for name in held:
        del sys.modules[name]
    for name, folder in bare.items():
        module = ModuleType(name)
        module.__path__ = [str(folder)]
        sys.modules[name] = module
    try:
        return importlib.import_module("reportedly.gazetteer.build")
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "reportedly"]:
            del sys.modules[name]
        sys.modules.update(held)
