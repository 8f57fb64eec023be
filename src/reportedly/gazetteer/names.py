"""How names are written down and looked up: one folded form for all their spellings."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold", "worth_keeping"]

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d",
     "Ð": "d", "þ": "th", "Þ": "th", "ł": "l", "Ł": "l", "ı": "i", "ə": "a", "Ə": "a", "ħ": "h", "Ħ": "h"}
)  # fmt: skip
_DROPPED = re.compile(r"['’‘`ʻʼʿʾ´′\".]+")
_GAPS = re.compile(r"[\s\-–—_/,()]+")

# "al-Bab" begins with a small letter and is a name; a small letter at the start otherwise marks a transcription.
_ARTICLES = ("al-", "ad-", "an-", "ar-", "as-", "ash-", "at-", "az-", "el-", "al ", "el ", "la ", "le ", "les ", "los ")
_LONGEST_NAME = 5  # words
_CODE_LETTERS = 4


def fold(name: str) -> str:
    """The form under which a name is stored and sought: no accents, case, apostrophes or full stops, single spaces.

    >>> fold("‘Ayn al-‘Arab"), fold("Côte d’Ivoire")
    ('ayn al arab', 'cote divoire')
    """
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name.translate(_LETTERS))
        name = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _GAPS.sub(" ", _DROPPED.sub("", name)).strip().casefold()


def worth_keeping(name: str) -> bool:
    """Whether an alternative name may turn up in an English text: Latin script, no code, no transcription."""
    if len(name) <= _CODE_LETTERS and name.isupper():
        return False  # codes of airports and motor cars
    if not name[:1].isupper() and not name.lower().startswith(_ARTICLES):
        return False
    folded = fold(name)
    return (
        len(folded) > 2
        and folded.isascii()
        and not any(letter.isdigit() for letter in folded)
        and folded.count(" ") < _LONGEST_NAME
    )
