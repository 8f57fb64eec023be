"""Out of a casebook into the formats of the field: PLOVER, POLECAT, GDELT's layout, GeoJSON, Parquet, CSV,
or a lake (Iceberg, Delta).

What people rejected is left out, what they corrected is exported as corrected. A file takes its name once it is whole.
"""

from __future__ import annotations

import zipfile
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, get_args

from reportedly.exports.files import whole
from reportedly.exports.lines import Exported

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reportedly.casebook.queries import Filter
    from reportedly.exports.tables import Kind

__all__ = ["TARGETS", "Exported", "Target", "export"]

Target = Literal["plover", "polecat", "gdelt", "geojson", "parquet", "csv", "iceberg", "delta"]
"""The formats."""

TARGETS: tuple[str, ...] = get_args(Target)


def export(connection: DuckDBPyConnection, filter: Filter, to: Target, path: Path, *, force: bool = False) -> Exported:
    """Write what the filter leaves to `path`, and say what was written and what the format could not hold.

    "gdelt" writes two files, `path` with `.export.CSV` and with `.mentions.CSV`; "parquet" and "csv" a folder with a
    file a table, or a zip of it where `path` ends in `.zip`; "iceberg" and "delta" a folder with a table a folder.
    Raises ExportError where a file exists already (unless `force`) or cannot be written.
    """
    if to in ("parquet", "csv"):
        return _tables(connection, filter, to, path, force)
    if to in ("iceberg", "delta"):
        from reportedly.exports.lake import export_lake

        return export_lake(connection, filter, path, to, force=force)
    if to == "gdelt":
        from reportedly.exports.gdelt import export_gdelt

        with ExitStack() as files:
            events, mentions = (
                files.enter_context(whole(path.with_name(path.name + end), force=force))
                for end in (".export.CSV", ".mentions.CSV")
            )
            return export_gdelt(connection, filter, events, mentions)
    with whole(path, force=force) as draft:
        return _one(connection, filter, to, draft, lines=path.suffix == ".jsonl")


def _one(connection: DuckDBPyConnection, filter: Filter, to: Target, draft: Path, *, lines: bool) -> Exported:
    if to == "plover":
        from reportedly.exports.plover import export_plover

        return export_plover(connection, filter, draft, lines=lines)
    if to == "polecat":
        from reportedly.exports.polecat import export_polecat

        return export_polecat(connection, filter, draft)
    from reportedly.exports.geojson import export_geojson

    return export_geojson(connection, filter, draft)


def _tables(connection: DuckDBPyConnection, filter: Filter, kind: Kind, path: Path, force: bool) -> Exported:
    from reportedly.exports.tables import export_tables

    with whole(path, force=force) as draft:
        if path.suffix.lower() != ".zip":
            return export_tables(connection, filter, draft, kind)
        with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as beside:
            folder = Path(beside) / path.stem
            done = export_tables(connection, filter, folder, kind)
            with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
                for file in sorted(folder.iterdir()):
                    archive.write(file, f"{path.stem}/{file.name}")
        return done
