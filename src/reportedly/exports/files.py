"""A file that is there whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportedly.errors import ExportError

__all__ = ["whole"]


@contextmanager
def whole(path: Path, *, force: bool = False) -> Iterator[Path]:
    """A draft beside `path`, which takes its name once all is written and goes away where something failed.

    Raises ExportError where `path` exists already (unless `force`), its folder does not, or the disk will not have it.
    """
    if path.exists() and not force:
        raise ExportError(f"{path} exists already: choose another name, or add --force to replace it")
    if not path.parent.is_dir():
        raise ExportError(f"there is no folder {path.parent}: make it first")
    import duckdb

    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        yield draft
        if path.is_dir():
            shutil.rmtree(path)
        draft.replace(path)
    except OSError as error:
        raise ExportError(
            f"cannot write {path}: {error.strerror or error}; make room, or name another place"
        ) from error
    except duckdb.IOException as error:
        said = str(error).splitlines()[0]
        raise ExportError(f"cannot write {path}: {said}; make room, or name another place") from error
    finally:
        if draft.is_dir():
            shutil.rmtree(draft, ignore_errors=True)
        else:
            draft.unlink(missing_ok=True)
