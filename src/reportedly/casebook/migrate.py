"""A casebook made by an older version, or a damaged one: its tables built anew from its parts."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from reportedly.casebook.database import connect
from reportedly.casebook.imports import Taken, take_in
from reportedly.casebook.layout import Layout, checked, create, store_of, write_manifest

__all__ = ["Migrated", "migrate"]


@dataclass(frozen=True, slots=True)
class Migrated:
    """What a casebook's tables were built anew from."""

    parts: int
    taken: Taken


def migrate(folder: str | Path) -> Migrated:
    """Build the tables anew from the parts; a casebook of an older version is of this one afterwards.

    What people judged stands in parts too, so nothing is lost. The new file takes the old one's place at the end: an
    interruption leaves the old casebook as it was.
    """
    from reportedly.linking.run import link

    layout = checked(folder)
    draft = _Draft(layout)
    parts = sorted(layout.parts.iterdir())
    draft.clear()
    with connect(draft.layout, write=True) as connection:
        draft.link(parts)
        taken = take_in(draft.layout, connection)
        link(connection)
    draft.take_over()
    write_manifest(layout, store_of(layout))
    return Migrated(len(parts), taken)


class _Draft:
    """A casebook within the casebook, built beside the old tables out of links to its parts."""

    def __init__(self, layout: Layout) -> None:
        self._home = layout
        self.layout = Layout(layout.folder / ".migrating")

    def clear(self) -> None:
        shutil.rmtree(self.layout.folder, ignore_errors=True)
        create(self.layout.folder, store_of(self._home))

    def link(self, parts: list[Path]) -> None:
        for part in parts:
            try:
                (self.layout.inbox / part.name).hardlink_to(part)
            except OSError:  # a file system without hard links
                shutil.copy2(part, self.layout.inbox / part.name)

    def take_over(self) -> None:
        self._home.database.with_suffix(".duckdb.wal").unlink(missing_ok=True)  # a log of the old file
        shutil.rmtree(self._home.tables, ignore_errors=True)
        for new, old in (
            (self.layout.tables, self._home.tables),
            (self.layout.database, self._home.database),
            (self.layout.search, self._home.search),
        ):
            if new.exists():
                new.replace(old)
        shutil.rmtree(self.layout.folder)
