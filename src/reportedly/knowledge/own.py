"""A user's own knowledge: which files are read beside those that come with the package.

It is a value. A reading carries it as it carries its coder, and whatever is loaded from it is kept under it: nothing
is set anywhere, two kinds of knowledge can be used side by side, and a worker process needs nothing but the value.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reportedly.errors import KnowledgeError
from reportedly.gazetteer import OwnGazetteer
from reportedly.knowledge.data import of_data

__all__ = ["BUILT_IN", "Knowledge", "OwnFile", "fingerprint"]


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of the user's as it was when it was named: its path, and the SHA-256 of its bytes."""

    path: Path
    digest: str

    @classmethod
    def at(cls, path: Path) -> OwnFile:
        """The file as it is now; raises KnowledgeError where it cannot be read."""
        return cls(path, hashlib.sha256(_bytes(path)).hexdigest())

    def text(self) -> str:
        """Its text. Raises KnowledgeError where it is no UTF-8, or is no longer the file that was named.

        A run over many reports, or over several processes, must not read half of them with other words.
        """
        content = _bytes(self.path)
        if hashlib.sha256(content).hexdigest() != self.digest:
            raise KnowledgeError(f"{self.path}: the file was changed while it was in use; start again")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise KnowledgeError(f"{self.path}:{line}: this is no UTF-8; save the file as UTF-8") from error


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known beside the data of the package. The default adds nothing.

    `codebook` are files of event types, later ones going before earlier ones; `actors` are lists of actors, earlier
    ones going before later ones and all of them before the lists of the package; `gazetteer` holds places beside
    those of the package. Make it with `Knowledge.of`.
    """

    codebook: tuple[OwnFile, ...] = ()
    actors: tuple[OwnFile, ...] = ()
    gazetteer: OwnGazetteer | None = None

    @classmethod
    def of(
        cls,
        codebook: Iterable[Path | str] = (),
        actors: Iterable[Path | str] = (),
        gazetteer: Path | str | None = None,
    ) -> Knowledge:
        """The knowledge in these folders of event types, these files of actors and this gazetteer, as they are now.

        >>> Knowledge.of() == BUILT_IN
        True

        Raises KnowledgeError for a file or folder that cannot be read, and GazetteerError for a gazetteer that is not
        there. What the files say is checked when it is first used, and by `reportedly.pipeline.prepare`.
        """
        types = [file for folder in codebook for file in _types(Path(folder))]
        places = None if gazetteer is None else OwnGazetteer.at(Path(gazetteer))
        return cls(tuple(map(OwnFile.at, types)), tuple(OwnFile.at(Path(path)) for path in actors), places)


BUILT_IN = Knowledge()
"""What comes with the package, and no more."""


@lru_cache(maxsize=8)
def fingerprint(knowledge: Knowledge = BUILT_IN) -> str:
    """A hash over all knowledge files: two readings with the same one were made with the same knowledge.

    Names and contents count, the folders that the files lie in do not.
    """
    if knowledge == BUILT_IN:
        return of_data()
    total = hashlib.sha256(of_data().encode())
    for role, files in (("codebook", knowledge.codebook), ("actors", knowledge.actors)):
        for file in files:
            total.update(f"\0{role}\0{file.path.name}\0{file.digest}".encode("utf-8", "surrogateescape"))
    if knowledge.gazetteer is not None:
        total.update(f"\0gazetteer\0{knowledge.gazetteer.mark}".encode())
    return total.hexdigest()[:16]


def _types(folder: Path) -> list[Path]:
    """The files of a codebook in the order of their names, then those of further examples in its folder `examples`."""
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
        more = folder / "examples"
        files += sorted(path for path in more.iterdir() if path.is_file()) if more.is_dir() else []
    except OSError as error:
        raise KnowledgeError(f"{folder}: no folder of event types ({error.strerror}); name a folder") from error
    for path in files:
        if path.suffix.lower() in {".yml", ".yaml"} and path.suffix != ".yaml":
            raise KnowledgeError(f"{path}: rename it to {path.stem}.yaml, other endings are not read")
    found = [path for path in files if path.suffix == ".yaml"]
    if not found:
        raise KnowledgeError(f"{folder}: no codebook here, expected one YAML file an event type")
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be read ({error.strerror})") from error
