"""What is promised in public: names, documentation, examples that run, files of a size to read, a quick import."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

import reportedly
from reportedly.casebook.columns import markdown
from reportedly.casebook.schema import TABLES
from reportedly.cli import app

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))
README = (ROOT / "README.md").read_text("utf-8")
DOCS = README + "".join(path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md")))
OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def test_every_public_name_is_exported_and_documented() -> None:
    assert reportedly.__all__ == sorted(reportedly.__all__)
    assert set(reportedly.__all__) == set(reportedly._HOME)
    for name in reportedly.__all__:
        thing = getattr(reportedly, name)
        assert thing.__doc__, name
        assert thing.__module__.startswith("reportedly"), name
    with pytest.raises(AttributeError):
        reportedly.nonsense  # noqa: B018


def test_everything_public_has_a_docstring() -> None:
    bare = []
    for path in SOURCES:
        tree = ast.parse(path.read_text("utf-8"))
        bare += [f"{path.name}"] if ast.get_docstring(tree) is None else []
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and ast.get_docstring(node) is None:
                bare.append(f"{path.name}: {node.name}")
    assert not bare


def test_every_command_stands_in_the_readme_and_every_option_in_the_docs() -> None:
    group = typer.main.get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        assert f"reportedly {name}" in README, name
        for option in [p for p in command.params if p.param_type_name == "option" and p.name != "help"]:
            assert option.opts[0] in DOCS, f"{name} {option.opts[0]}"
    assert "reportedly --version" in README
    assert "make demo" in README
    assert "make test" in README


def test_every_public_name_stands_in_the_readme() -> None:
    for name in ("read", "read_many", "open", "resolve_actor", "code_pair", "Skipped", "Report", "ReportedlyError"):
        assert f"reportedly.{name}" in DOCS or f"`{name}`" in DOCS, name


def test_the_page_on_tables_is_what_the_schema_says() -> None:
    page = (ROOT / "docs" / "tables.md").read_text("utf-8")
    assert page.endswith(markdown(TABLES) + "\n"), "write it anew: reportedly schema casebook --format markdown"


def test_the_examples_in_the_readme_run() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.S)
    assert len(blocks) >= 2
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    for number, block in enumerate(blocks):
        test = doctest.DocTestParser().get_doctest(block, names, f"README block {number}", "README.md", 0)
        assert test.examples
        runner.run(test, clear_globs=False)
        names = test.globs
    assert runner.failures == 0


@pytest.mark.parametrize("path", [p for p in SOURCES if ">>> " in p.read_text("utf-8")], ids=lambda path: path.stem)
def test_the_examples_in_docstrings_run(path: Path) -> None:
    module = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
    result = doctest.testmod(importlib.import_module(module), optionflags=OPTIONS)
    assert result.attempted
    assert result.failed == 0


def test_files_are_short_enough_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("src", "tests", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert not long


def test_the_import_is_quick_and_loads_no_model() -> None:
    check = (
        "import sys, time; start = time.perf_counter(); import reportedly; dir(reportedly);"
        "print(time.perf_counter() - start);"
        "print(sorted({'spacy', 'numpy', 'pydantic', 'lxml', 'yaml'} & set(sys.modules)))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout.splitlines()
        for _ in range(3)
    ]
    assert min(float(seconds) for seconds, _ in runs) < 0.2
    assert {loaded for _, loaded in runs} == {"[]"}
