"""Numbers in running text: figures and words, with their bounds, ranges and currencies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from reportedly.knowledge import DATA, load_yaml
from reportedly.reading import Bound

__all__ = ["Number", "numbers"]


@dataclass(frozen=True)
class Number:
    """A number as written: `start` to `end` with its bound word, `core` where the number itself begins.

    `low` and `high` are None at an open end; `currency` is an ISO 4217 code, empty for money of an unknown country
    ("pesos"); `loose` says that it is a word for a small number ("several"), not a count;
    `scale` is what its scale words multiply by ("2 million": 1e6); `short` says that it may be a length ("1.5m");
    `whole` is the number that this one is a share of ("a third of the 600").
    """

    start: int
    end: int
    core: int
    value: float
    low: float | None
    high: float | None
    bound: Bound = "exact"
    currency: str | None = None
    loose: bool = False
    scale: float = 1.0
    short: bool = False
    whole: Number | None = None


@dataclass(frozen=True)
class _Words:
    number: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    money: re.Pattern[str]
    ratio: re.Pattern[str]
    part: re.Pattern[str]
    parts: dict[str, float]
    changing: re.Pattern[str]
    bounds: dict[str, Bound]
    values: dict[str, float]
    scales: dict[str, float]
    plurals: dict[str, float]
    some: dict[str, float]
    shares: dict[str, float]
    suffixes: dict[str, float]
    with_scale: frozenset[str]
    currencies: dict[str, str]


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True)) + ")"


@lru_cache(maxsize=1)
def _words() -> _Words:
    """The words of `numbers.yaml`, compiled."""
    data = load_yaml(DATA / "quantities/numbers.yaml")
    ones, scales, plurals, some, shares = (_any(data[k]) for k in ("ones", "scales", "plurals", "some", "shares"))
    symbols = _any(data["currencies"]["symbols"])
    figures = (
        rf"(?P<symbol>{symbols}\s?)?(?<![\w.,:/+])(?<![A-Za-z]-)(?P<figures>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
        rf"(?:\s?(?P<suffix>{_any(data['suffixes'])})(?!\w))?(?P<scale>(?:[\s-]+{scales}\b)*)(?!\w|%|°|[.,:/]\d|\s?percent|-year|[\s-]?mm\b|[\s-]cali(?:ber|bre)\b|[\s-]millimet)"
    )
    words = (
        rf"\b(?:(?P<share>{shares})(?:\s+an?)?\s+(?P<shared>{scales})"
        rf"|(?P<plural>{plurals})(?:\s+of\s+(?P<plural2>{plurals}))?"
        rf"|(?P<words>(?:{ones}|an?(?=\s+{scales}\s+and\s+{ones}))(?:(?:\s*-\s*|\s+)(?:and\s+)?(?:{ones}|{scales})\b)*(?P<half>\s+and\s+a\s+half\s+{scales})?)"
        rf"|(?P<some>{some}|an?)(?:\s+of)?\s+(?P<somescale>{scales}(?:\s+{scales})*(?P<more>\s+and\s+a\s+half)?)"
        rf"|(?P<few>{some}))(?![\w])"
    )
    bounds: dict[str, Bound] = {w: bound for bound, ws in data["before"].items() for w in ws}
    after: dict[str, Bound] = {w: bound for bound, ws in data["after"].items() for w in ws}
    money = data["currencies"]
    currency_words = {
        **money["words"],
        **{f"{nation} {name}": code for name, codes in money["nations"].items() for nation, code in codes.items()},
    }
    currency_words = {form.lower(): code for word, code in currency_words.items() for form in (word, f"{word}s")}
    return _Words(
        number=re.compile(f"{figures}|{words}", re.I),
        before=re.compile(rf"(?:^|(?<=[^\w]))({_any(bounds)})\s*(?:the\s+)?$", re.I),
        after=re.compile(rf"\s?({_any(after)})(?!\w)", re.I),
        money=re.compile(rf"[\s-](?:of\s+)?(?:US\s+|U\.S\.\s+)?({_any(currency_words)})\b", re.I),
        ratio=re.compile(r"\s(?:in|out\s+of)\s+(?:every\s+|each\s+)?$", re.I),
        part=re.compile(
            rf"\b(?P<part>{_any(data['parts'])})\s+(?:of\s+)?(?:all\s+)?(?:the|its|their|his|her|our|these|those)\s+"
            rf"(?:[\w-]+['’]s\s+)?$",
            re.I,
        ),
        parts=data["parts"],
        changing=re.compile(rf"\b{_any(data['changing'])}\b", re.I),
        bounds={**bounds, **after},
        values=data["ones"],
        scales=data["scales"],
        plurals=data["plurals"],
        some=data["some"],
        shares=data["shares"],
        suffixes=data["suffixes"],
        with_scale=frozenset(money["with_scale"]),
        currencies={**money["symbols"], **currency_words},
    )


def numbers(text: str) -> Iterator[Number]:
    """The numbers of a text from left to right; ranges ("20 to 30") are one, a share and its number are one."""
    held: Number | None = None
    for number in _separate(text):
        if held is not None and held.end <= number.start:
            yield held
        held = number  # what begins before the end of the one before holds it: "two-thirds of the 90"
    if held is not None:
        yield held


def _separate(text: str) -> Iterator[Number]:
    words = _words()
    held: Number | None = None
    for match in words.number.finditer(text):
        found = _number(match, words)
        if found is None:
            continue
        if held is not None:
            joined = _range(text, held, found)
            if joined is not None:
                held = joined
                continue
            if _is_ratio(text, held, found, words):
                held = None
                continue
            yield _bounded(text, held, words)
        held = found
    if held is not None:
        yield _bounded(text, held, words)


def _number(match: re.Match[str], words: _Words) -> Number | None:
    """The number that a match spells, before its bounds are looked at."""
    low, open_end = _value(match, words)
    if low is None or low > _LARGEST:
        return None
    symbol = (match["symbol"] or "").strip()
    suffix = (match["suffix"] or "").lower()
    currency = words.currencies.get(symbol.upper(), words.currencies.get(symbol))
    short = suffix in {"m", "b", "k"} and not currency
    if short and match["figures"] + suffix not in match[0].lower():
        return None  # "5 m" is a length
    high = None if open_end else low
    said = _plain(match[0])
    bound: Bound = "at_least" if open_end else "about" if said.endswith("dozen") else "exact"
    scale = _scaled(1.0, match["scale"] or match["somescale"] or match["words"], words)
    scale *= words.suffixes.get(suffix, 1)
    start, end, loose = match.start(), match.end(), match["few"] is not None
    return Number(start, end, start, low, low, high, bound, currency, loose, scale, short)


def _value(match: re.Match[str], words: _Words) -> tuple[float | None, bool]:
    """The value, and whether the number has no upper end ("dozens", "several hundred")."""
    if figures := match["figures"]:
        value = float(figures.replace(",", ""))
        value *= words.suffixes.get((match["suffix"] or "").lower(), 1)
        return _scaled(value, match["scale"], words), False
    if share := match["share"]:
        return words.shares[_plain(share)] * words.scales[match["shared"].lower()], False
    if plural := match["plural"]:
        first, second = plural.lower(), (match["plural2"] or "").lower()
        if not second:
            return words.plurals[first], True
        return words.plurals[first] * words.plurals[second] / 2, True
    if some := match["some"]:
        few = words.some.get(_plain(some))
        value = _scaled(few or 1.0, match["somescale"], words) * (1.5 if match["more"] else 1)
        return value, few is not None and few > 2
    if few_word := match["few"]:
        return words.some[_plain(few_word)], True
    return _spelled(match["words"], words), False


def _plain(words: str) -> str:
    return " ".join(words.lower().split())


def _scaled(value: float, scales: str | None, words: _Words) -> float:
    for word in re.findall(r"[a-z]+", (scales or "").lower()):
        value *= words.scales.get(word, 1)
    return value


def _spelled(text: str, words: _Words) -> float | None:
    """ "two hundred and fifty thousand" as a number; None where the words do not make one ("one two")."""
    total = group = 0.0
    last = float("inf")
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in words.scales:
            scale = words.scales[word]
            group = max(group, 1) * scale
            if scale >= 1000:
                total, group = total + group, 0.0
            last = float("inf")
        elif word == "half":
            group += 0.5
        elif word in words.values:
            value = words.values[word]
            if value >= last or (last < 20):
                return None
            group, last = group + value, value
    return total + group


_OF_TEN = 10  # "six out of ten" is a share, "14 out of 20" a count
_OF_THOUSAND = {20.0, 50.0, 100.0, 1000.0, 10000.0}


def _is_ratio(text: str, part: Number, whole: Number, words: _Words) -> bool:
    """ "one in three", "six out of ten": odds, and no count of either."""
    few = whole.value <= _OF_TEN or whole.value in _OF_THOUSAND
    return few and part.value < whole.value and bool(words.ratio.fullmatch(text, part.end, whole.core))


_LARGEST = 1e15  # a larger figure counts nothing that a report tells of
_LINK = re.compile(r"\s?(?:-|–|—|to|and|or)\s?", re.I)
_SENTENCE = 80  # characters before "from" in which a verb of change is looked for
_BETWEEN = re.compile(r"(?:between|from)\s+$", re.I)


def _range(text: str, low: Number, high: Number) -> Number | None:
    """ "20 to 30", "between 20 and 30": one number from the first to the last."""
    link = text[low.end : high.start]
    if not _LINK.fullmatch(link) or high.value <= low.value or low.loose or high.loose:
        return None
    opening = _BETWEEN.search(text, max(0, low.start - 12), low.start)
    word = link.strip().lower()
    moved = opening is not None and word == "to" and opening[0].lower().startswith("from")
    if moved and _words().changing.search(text, max(0, low.start - _SENTENCE), low.start):
        return None  # "rose from 20 to 30"
    first = low.value
    if low.scale == 1 and first < high.value / high.scale:  # "2 to 3 million": the scale is the last one's
        first *= high.scale
    if (word == "and" and not opening) or (word == "or" and high.value - first > max(2 * high.scale, first / 2)):
        return None
    start = opening.start() if opening and opening[0].lower().startswith("between") else low.start
    currency = low.currency or high.currency
    return Number(start, high.end, low.start, (first + high.value) / 2, first, high.value, "about", currency)


def _bounded(text: str, number: Number, words: _Words) -> Number:
    """The number with the bound that the words round it give, and the currency named behind it."""
    money = words.money.match(text, number.end)
    if money and not number.currency and (number.scale > 1 or money[1].lower() not in words.with_scale):
        number = replace(number, end=money.end(), currency=words.currencies[_plain(money[1])])
    bound: Bound | None = None
    if share := words.part.search(text, max(0, number.start - 60), number.start):
        number = _share(number, words.parts[_plain(share["part"])], share.start())
    start, end = number.start, number.end
    if before := words.before.search(text, max(0, start - 28), start):
        bound, start = words.bounds[_plain(before[1])], before.start(1)
    elif after := words.after.match(text, end):
        bound, end = words.bounds[_plain(after[1])], after.end(1)
    return _with_bound(replace(number, start=start, end=end), bound)


def _share(number: Number, share: float, start: int) -> Number:
    """A share of a number that is told, to the nearest whole: "a third of the 600 prisoners" are about 200."""
    if number.bound != "exact" or number.currency is not None or number.value * share < 1:
        return number
    value = float(round(number.value * share))
    return replace(number, start=start, value=value, low=value, high=value, bound="about", whole=number)


def _with_bound(number: Number, said: Bound | None) -> Number:
    """The number under the bound that is said; a range or a vague number keeps the ends that the bound leaves it."""
    if said is None or (said in {"exact", "about"} and number.bound != "exact"):
        return number
    ranged = number.low is not None and number.high is not None and number.low != number.high
    low = None if said in {"under", "at_most"} else number.low
    high = None if said in {"over", "at_least"} and not ranged else number.high
    return replace(number, low=low, high=high, bound=said)
