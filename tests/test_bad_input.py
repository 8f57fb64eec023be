"""What bad input gets: a clear message or a counted skip, and the others are coded."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from test_record import assert_sound

from reportedly import Reading, Report, Skipped, UnreadableReport, read, read_many

GOOD = "Rebels seized the town of Goma on Monday, Reuters reported."
SCRIPT = (
    "<html><body><p>The army shelled Goma on Monday, the UN said.</p><script>attack('Paris')</script></body></html>"
)

# file name: its bytes, and the reason for which it is skipped (None: it is read)
FILES: dict[str, tuple[bytes, str | None]] = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \r\n\t\n", "empty"),
    "nuls.txt": (b"\0" * 400, "empty"),
    "binary.bin": (bytes(range(256)) * 40, "binary"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + bytes(500), "binary: this is a PNG"),
    "russian.txt": ("Повстанцы захватили город Гома в понедельник, сообщает агентство.".encode(), "'ru'"),
    "russian-1251.txt": (
        "Повстанцы захватили город Гома в понедельник, сообщает агентство.".encode("cp1251"),
        "English",
    ),
    "arabic.txt": ("سيطر المتمردون على مدينة غوما يوم الاثنين.".encode(), "'ar'"),
    "latin-1.txt": ("The café in Malmö was shelled on Monday, police said.".encode("latin-1"), None),
    "utf-16.txt": (GOOD.encode("utf-16"), None),
    "utf-16-be.txt": (GOOD.encode("utf-16-be"), None),
    "nul-inside.txt": (GOOD.replace("town", "to\0wn").encode(), None),
    "script.html": (SCRIPT.encode(), None),
    "rtl.txt": (f"{GOOD} The spokesman said “סוף \u202eהמלחמה” and left.".encode(), None),
    "quotes.txt": (f'“{GOOD} ‘Never, « he said “ again. \n\n" {GOOD} ‘'.encode(), None),
    "astral.txt": (f"𝐑ebels 🕊️ cafe\u0301 {GOOD} 👩‍👩‍👧".encode(), None),
    "sentence.txt": (("the army and the rebels fought near Goma and " * 2_300)[:100_000].encode(), None),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    for name, (data, _) in FILES.items():
        (folder / name).write_bytes(data)
    with (folder / "50-megabytes.txt").open("wb") as stream:
        for _ in range(50):
            stream.write(GOOD.encode() * (1_000_000 // len(GOOD)) + b"\n")
    return folder


@pytest.fixture(scope="module")
def ran(folder: Path) -> subprocess.CompletedProcess[bytes]:
    """The real program over all the files at once."""
    command = [sys.executable, "-c", "from reportedly.cli import main; main()", "code", "--format", "jsonl"]
    files = sorted(str(path) for path in folder.iterdir())
    return subprocess.run([*command, *files], capture_output=True, check=False, timeout=300)


def test_the_good_are_coded_and_the_bad_are_counted(ran: subprocess.CompletedProcess[bytes]) -> None:
    err = ran.stderr.decode()
    assert ran.returncode == 0
    assert "Traceback" not in err
    assert "internal error" not in err
    skipped = {name: why for name, (_, why) in FILES.items() if why} | {"50-megabytes.txt": "too large (5"}
    lines = err.splitlines()
    for name, why in skipped.items():
        (line,) = [line for line in lines if f"/{name}: " in line]
        assert why in line, line
    read_ = len(FILES) + 1 - len(skipped)
    assert lines[-1] == f"reportedly: read {read_} of {len(FILES) + 1}, skipped {len(skipped)}"
    assert len(lines) == len(skipped) + 1


def test_what_was_read_is_sound_and_unchanged(ran: subprocess.CompletedProcess[bytes]) -> None:
    records: list[dict[str, Any]] = [json.loads(line) for line in ran.stdout.splitlines()]
    texts = [record["report"]["text"] for record in records]
    for record in records:
        assert_sound(record)
    assert texts.count(GOOD) == 2
    assert GOOD.replace("town", "to\0wn") in texts
    assert FILES["quotes.txt"][0].decode() in texts
    assert FILES["astral.txt"][0].decode() in texts
    assert "The café in Malmö was shelled on Monday, police said." in texts
    assert not any("attack" in text or "Paris" in text for text in texts)


@pytest.mark.parametrize("text", ["", "\0", "  ", "\ud83d", "Он сказал, что войска вышли из города.", "a" * 1_000_001])
def test_one_unreadable_text_raises_and_among_many_it_is_a_value(text: str) -> None:
    with pytest.raises(UnreadableReport):
        read(text)
    with pytest.raises(UnreadableReport):
        read(Report(text=text))
    bad, good, passed = read_many([Report(text=text, title="t"), Report(text=GOOD), Skipped("x", "y")])
    assert isinstance(bad, Skipped)
    assert bad.source == "t"
    assert isinstance(good, Reading)
    assert passed == Skipped("x", "y")


def test_memory_holds_one_report_at_a_time() -> None:
    taken = []

    def endless() -> Any:
        while True:
            taken.append(1)
            yield Report(text=GOOD)

    results = read_many(endless())
    assert isinstance(next(results), Reading)
    assert isinstance(next(results), Reading)
    assert len(taken) <= 3


def test_side_by_side_gives_the_same_in_the_same_order() -> None:
    reports = [Report(text=f"{GOOD} Talks number {n} followed.") for n in range(11)]
    reports.insert(4, Report(text=""))
    one = [r.to_dict() if isinstance(r, Reading) else r for r in read_many(reports)]
    two = [r.to_dict() if isinstance(r, Reading) else r for r in read_many(reports, processes=2)]
    assert one == two
