"""The folder of a casebook: what lies where, how one is made, and how its version is told.

casebook.json      what it is: the version of its tables, who made it
evidence.duckdb    the tables
search.sqlite      full-text search beside them; made anew from the reports at any time
web.sqlite         what the fetcher remembers: validators, robots files
inbox/             parts that coders left and that are not taken in yet
parts/             parts taken in: the evidence from which all else can be rebuilt
tables/            the evidence as Parquet files, where the casebook was made with --store parquet
failed/            files that an engine could not read at all, and why
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from reportedly.casebook.schema import VERSION
from reportedly.errors import StoreError

__all__ = ["Layout", "Store", "create", "locate", "store_of"]

Store = Literal["duckdb", "parquet"]
"""Where a casebook keeps its evidence: in its database file, or in a Parquet file a part and table."""

_KIND = "reportedly casebook"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the pieces of one casebook lie."""

    folder: Path

    @property
    def manifest(self) -> Path:
        """What the casebook says of itself."""
        return self.folder / "casebook.json"

    @property
    def database(self) -> Path:
        """The DuckDB file."""
        return self.folder / "evidence.duckdb"

    @property
    def search(self) -> Path:
        """The full-text index, an SQLite file."""
        return self.folder / "search.sqlite"

    @property
    def web(self) -> Path:
        """What the fetcher remembers, an SQLite file."""
        return self.folder / "web.sqlite"

    @property
    def inbox(self) -> Path:
        """Parts not taken in yet."""
        return self.folder / "inbox"

    @property
    def parts(self) -> Path:
        """Parts taken in."""
        return self.folder / "parts"

    @property
    def tables(self) -> Path:
        """Evidence in Parquet files, where the casebook was made so."""
        return self.folder / "tables"

    @property
    def failed(self) -> Path:
        """Notes on files that an engine could not read, a file each."""
        return self.folder / "failed"

    @property
    def writable(self) -> bool:
        """Whether this user may write here."""
        return os.access(self.folder, os.W_OK)


def create(folder: str | Path, store: Store | None = None) -> Layout:
    """The casebook in this folder, made where the folder is absent or empty.

    `store` says where a new one keeps its evidence: in its database (the default), or in Parquet files. Raises
    StoreError where the folder holds something else, cannot be written, or is a casebook of another version or store.
    """
    layout = Layout(Path(folder))
    if layout.manifest.exists():
        if store not in (None, store_of(layout)):
            raise StoreError(f"{folder} keeps its evidence in its {store_of(layout)} store: leave --store out")
        return locate(folder)
    try:
        if layout.folder.exists() and any(layout.folder.iterdir()):
            raise StoreError(f"{folder} is no casebook and not empty: name a new folder, or an empty one")
        for path in (layout.folder, layout.inbox, layout.parts):
            path.mkdir(parents=True, exist_ok=True)
        write_manifest(layout, store or "duckdb")
    except OSError as error:
        raise StoreError(f"cannot make a casebook in {folder}: {error.strerror or error}") from error
    return layout


def locate(folder: str | Path) -> Layout:
    """The casebook in this folder. Raises StoreError where there is none, or where it is of another version."""
    layout = checked(folder)
    version = read_manifest(layout)["version"]
    if version < VERSION:
        raise StoreError(
            f"{folder} was made by an older reportedly (tables of version {version}, this one has {VERSION}): "
            f"run `reportedly migrate {folder}`; it builds the tables anew from the casebook's parts"
        )
    return layout


def checked(folder: str | Path) -> Layout:
    """As `locate`, but content with older versions."""
    layout = Layout(Path(folder))
    if not layout.manifest.is_file():
        raise StoreError(f"no casebook in {folder}: make one with `reportedly ingest SOURCE --into {folder}`")
    version = read_manifest(layout)["version"]
    if version > VERSION:
        raise StoreError(
            f"{folder} was made by a newer reportedly (tables of version {version}, this one knows {VERSION}): "
            "upgrade with `pip install --upgrade reportedly`"
        )
    return layout


def read_manifest(layout: Layout) -> dict[str, Any]:
    """What the casebook says of itself; raises StoreError where the file is damaged."""
    try:
        found = json.loads(layout.manifest.read_text("utf-8"))
        if found["kind"] != _KIND or not isinstance(found["version"], int):
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"{layout.manifest} is damaged: it should hold kind {_KIND!r} and the version of the tables, "
            f"as in {json.dumps({'kind': _KIND, 'version': VERSION})}"
        ) from error
    return dict(found)


def store_of(layout: Layout) -> Store:
    """Where the casebook keeps its evidence."""
    return "parquet" if read_manifest(layout).get("store") == "parquet" else "duckdb"


def write_manifest(layout: Layout, store: Store) -> None:
    """Say that the tables are of this program's version, and where the evidence lies."""
    from reportedly import __version__

    told = {
        "kind": _KIND,
        "version": VERSION,
        "store": store,
        "made_by": f"reportedly {__version__}",
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    draft = layout.manifest.with_suffix(".tmp")
    draft.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    draft.replace(layout.manifest)
