"""Whether each sentence's quotations, days, numbers, names and words stand in the characters that it cites.

What a sentence says is taken from its text alone, and looked for in the casebook's reports. Of what linking found, only
the counts of outlets and origins are asked, and whose words a claim is. A sentence is proven where nothing is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportedly.brief.check.dates import meant, named
from reportedly.brief.check.evidence import Evidence, Library
from reportedly.brief.check.forms import form, own_words
from reportedly.brief.check.tokens import folded, names, numbers, quotations, unquoted, words_of
from reportedly.brief.phrase import capital
from reportedly.brief.relay import negates
from reportedly.brief.tree import Brief, Sentence
from reportedly.brief.wording import demonyms, lexicon, words
from reportedly.casebook.book import Casebook

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Checked", "Unproven", "check"]

_COUNTED = re.compile(r"\b([a-z]+|\d[\d,]*) (outlets|independent origins)\b")
_CITING = re.compile(
    r", [^,]+ reported[^“”]*?, citing ([^“”]*?)(?:, in a report carried by|\.$)|\bquoted ([^“”]*?),? as saying\b"
)
_TOLD = re.compile(r", [^,]+ reported\b")
_SIDE = re.compile(r"([^();]+) \(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Unproven:
    """What could not be proven of a sentence: of which kind, which words, and why not."""

    sentence: Sentence
    kind: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How many sentences were looked at, and what could not be proven."""

    sentences: int
    unproven: tuple[Unproven, ...]

    @property
    def proven(self) -> int:
        """How many sentences stand in what they cite."""
        return self.sentences - len({id(one.sentence) for one in self.unproven})


def check(brief: Brief, book: Casebook | DuckDBPyConnection) -> Checked:
    """Prove every sentence of the brief against the casebook's reports."""
    connection = book.connection if isinstance(book, Casebook) else book
    sentences = list(brief.sentences())
    library = Library(connection, {c.report for s in sentences for c in s.citations})
    found = [Unproven(s, kind, said, why) for s in sentences for kind, said, why in _unproven(s, library)]
    return Checked(len(sentences), tuple(found))


Finding = tuple[str, str, str]


def _unproven(sentence: Sentence, library: Library) -> Iterator[Finding]:
    if not sentence.citations:
        yield "citation", sentence.text, "it cites nothing"
        return
    for citation in sentence.citations:
        report = library.reports.get(citation.report)
        if report is None:
            yield "citation", citation.report, "there is no such report in the casebook"
        elif tuple(report["text"][a:b] for a, b in citation.spans) != citation.words:
            yield "citation", citation.report, "the words at these offsets are others"
    evidence = library.evidence(sentence)
    for proof in _PROOFS:
        yield from proof(sentence.text, evidence)


def _form(text: str, evidence: Evidence) -> Iterator[Finding]:
    if _group(text, evidence) is None:
        yield "form", text, "a brief has no sentence of this form: see data/brief/phrases.yaml"


def _group(text: str, evidence: Evidence) -> str | None:
    papers = {" ".join(name.split()) for names_ in evidence.outlets.values() for name in names_}
    return form(text, papers | {capital(name) for name in papers})


def _quotations(text: str, evidence: Evidence) -> Iterator[Finding]:
    for quote in quotations(text):
        said = folded(quote)
        if not any(said in words for _, words in evidence.spans) and said not in evidence.titles:
            yield "quotation", quote, "it stands so neither in the cited characters nor in a headline"


def _days(text: str, evidence: Evidence) -> Iterator[Finding]:
    said, _ = named(unquoted(text))
    days, coarse, published = set(), set(), set()
    for report, words_ in evidence.spans:
        out = evidence.day(report)
        more, months = meant(words_, out)
        days |= more
        coarse |= months
        published |= {out} if out else set()
    verbatim = evidence.cited
    for day in said:
        if not day.published and re.search(rf"(?<!\d){re.escape(day.words)}(?![\d])", verbatim):
            continue
        if day.day:
            known = published if day.published else days
            if not any(day.fits(one) for one in known):
                yield "date", day.words, "no cited words of time lead to it from their report's day"
        elif not any(day.month in (0, m) and day.year in (0, y) for y, m in coarse):
            yield "date", day.words, "no cited words of time lead to it"


def _numbers(text: str, evidence: Evidence) -> Iterator[Finding]:
    _, rest = named(unquoted(text))
    for count, noun in _COUNTED.findall(rest):
        value = next(iter(numbers(words_of(count))), None)
        if value is not None and value not in _counts(noun, evidence):
            yield "number", f"{count} {noun}", "the casebook counts another number among what is cited"
    rest = _without_outlets(_COUNTED.sub(" ", rest), evidence)
    known = {n for _, words_ in evidence.spans for n in numbers(words_of(words_))}
    for number in numbers(words_of(rest)):
        if number not in known:
            yield "number", f"{number:g}", "the cited characters do not have it"


def _counts(noun: str, evidence: Evidence) -> set[int]:
    """How many outlets, or origins of one incident, stand behind what is cited."""
    said = (row for row in evidence.told if row["status"] != "negated")
    told = [row for row in said if evidence.overlapping(row["report"], row["evidence_spans"])]
    incidents = {row["incident"] for row in told}
    if noun == "outlets":
        groups = [{r["report"] for r in told if r["incident"] == i} for i in incidents] + [set(evidence.reports)]
        return {len({name for id in group for name in evidence.outlets[id]}) for group in groups}
    return {len({r["origin"] for r in told if r["incident"] == i}) for i in incidents}


def _names(text: str, evidence: Evidence) -> Iterator[Finding]:
    _, rest = named(unquoted(text))
    rest = _without_outlets(rest, evidence)
    cited = f" {' '.join(w.text for w in words_of(evidence.cited))} "
    lower, aliases = cited.lower(), {name.lower() for name in evidence.aliases()}
    own = own_words(_group(text, evidence))
    for name in names(rest):
        said = " ".join(name)
        small = " " + said.removesuffix("'s").lower() + " "
        if f" {said} " in cited or small in lower.replace("'s ", " ") or small.strip() in aliases:
            continue
        if (len(name) == 1 and small.strip() in own) or _country(small.strip(), lower):
            continue
        if small.strip().split()[0] in own and f" {' '.join(name[1:])} " in cited:
            continue  # a sentence that begins with a word of ours
        yield "name", said, "the cited characters do not have it, nor has the casebook as another name"


def _country(name: str, cited: str) -> bool:
    """Whether the cited characters have another word for the country."""
    code = demonyms().get(name)
    return code is not None and any(f" {word} " in cited for word, of in demonyms().items() if of == code)


def _words(text: str, evidence: Evidence) -> Iterator[Finding]:
    """Every other word is the report's, or one of the brief's own."""
    _, rest = named(unquoted(text))
    rest = _without_outlets(rest, evidence)
    known = {w.key for _, words_ in evidence.spans for w in words_of(words_)}
    known |= own_words(_group(text, evidence))
    known |= {w.key for name in evidence.aliases() for w in words_of(name)}
    for word in words_of(rest):
        if word.text[0].isdigit() or (word.text[0].isupper() and not word.first) or word.key in known:
            continue
        if numbers([word]) or word.text[0].isupper():
            continue  # looked for as a number or as a name
        yield "word", word.text, "it is no word of the cited characters, nor one of the brief's own"


def _denials(text: str, evidence: Evidence) -> Iterator[Finding]:
    headlines = [quote for quote in quotations(text) if folded(quote) in evidence.titles]
    says = negates(_less(text, headlines))
    told = [words_ for _, words_ in evidence.spans if negates(words_)]
    if says and not told:
        yield "denial", text, "nothing in the cited characters denies it"
    if told and not says:
        yield "denial", told[0], "the cited characters say that it is not so, and the sentence does not"


def _less(text: str, quotes: list[str]) -> str:
    for quote in quotes:
        text = text.replace(f"“{quote}”", " ")
    return text


def _attribution(text: str, evidence: Evidence) -> Iterator[Finding]:
    told = {word.key for word in words_of(unquoted(text))}
    named_ = any(folded(name) in folded(text) for names_ in evidence.outlets.values() for name in names_)
    if not told & words("attribution") or not (
        named_ or told & {"outlets", "origins", "reports"} or _unknown(evidence)
    ):
        yield "attribution", text, "it does not say whose word it is"
    for match in _CITING.finditer(unquoted(text)):
        speaker = match[1] or match[2]
        for name in names(speaker):
            if not any(" ".join(name) in known for known in _speakers(evidence)):
                yield "attribution", speaker, "no claim that the casebook has in the cited characters is this speaker's"
                break


def _unknown(evidence: Evidence) -> bool:
    return any(not names_ for names_ in evidence.outlets.values())


def _speakers(evidence: Evidence) -> list[str]:
    """What those are called who speak in the cited characters."""
    found = []
    for claim in evidence.claims:
        if not evidence.overlapping(claim["report"], claim["content_spans"]):
            continue
        text = evidence.reports[claim["report"]]["text"]
        found += [folded(" ".join(text[a:b] for a, b in claim["source_spans"])), folded(claim["speaker"] or "")]
        for row in evidence.entities:
            if row["id"] == claim["entity"]:
                found += [folded(text[a:b]) for a, b in row["mentions"]] + [folded(n) for n in row["names"] or ()]
        alike = [c for c in evidence.claims if c["speaker"] == claim["speaker"] and c["report"] == claim["report"]]
        found += [folded(" ".join(text[a:b] for a, b in c["source_spans"])) for c in alike]
    return found


def _order(text: str, evidence: Evidence) -> Iterator[Finding]:
    """A clause that is one span's keeps the order of its words: who did it stays before to whom."""
    said = unquoted(text)
    cut = _TOLD.search(said)
    if cut is None:
        return
    _, clause = named(said[: cut.start()])
    told = [w.key for w in words_of(clause)]
    spans = [[w.key for w in words_of(words_)] for _, words_ in evidence.spans]
    best = max(spans, key=lambda span: sum(word in span for word in set(told)), default=[])
    for other in spans:
        if not _held(other, best):
            told = _cut_out(told, other)
    shared = [word for word in told if word in best and word not in lexicon()]
    if len(shared) < 3:
        return
    at = 0
    for word in shared:
        try:
            at = best.index(word, at) + 1
        except ValueError:
            yield "order", word, "the cited characters have these words in another order"
            return


def _held(words_: list[str], within: list[str]) -> bool:
    return any(within[n : n + len(words_)] == words_ for n in range(len(within) - len(words_) + 1))


def _cut_out(words_: list[str], part: list[str]) -> list[str]:
    """The words without the first run of them that is another span's: a name from elsewhere in the report."""
    for n in range(len(words_) - len(part) + 1):
        if part and words_[n : n + len(part)] == part:
            return words_[:n] + words_[n + len(part) :]
    return words_


def _sides(text: str, evidence: Evidence) -> Iterator[Finding]:
    """In a list, a speaker and a number stand in reports of the outlets that are named with them."""
    said = unquoted(text)
    for part in said.partition(": ")[2].split(";") if ";" in said else []:
        cited = _cited_by(part, evidence)
        _, rest = named(_without_outlets(part, evidence))
        for number in numbers(words_of(rest)) if cited else ():
            if number not in numbers(words_of(cited)):
                yield "number", f"{number:g}", "the outlets that are named with it do not have it"
    _, undated = named(_but_in_brackets(said, evidence))
    for match in _SIDE.finditer(undated):
        cited = _cited_by(match[2], evidence)
        runs = list(names(match[1].rstrip(",")))
        last = words_of(match[1])[-1:]
        wanted = (
            " ".join(runs[-1]) if runs and last and runs[-1][-1] == last[0].text else (last[0].text if last else "")
        )
        if cited and wanted.lower() not in cited.lower() and wanted.lower() not in lexicon():
            yield "name", wanted, "the outlets that are named with it do not have it"


def _but_in_brackets(text: str, evidence: Evidence) -> str:
    """The text without the outlets that stand outside brackets: those witness in their own voice."""
    parts = re.split(r"(\([^()]*\))", text)
    return "".join(part if part.startswith("(") else _without_outlets(part, evidence) for part in parts)


def _cited_by(text: str, evidence: Evidence) -> str:
    """The cited words of those reports whose outlets the text names."""
    told = folded(text)
    ids = {id for id, names_ in evidence.outlets.items() if any(folded(name) in told for name in names_)}
    return " \n ".join(words_ for id, words_ in evidence.spans if id in ids)


def _without_outlets(text: str, evidence: Evidence) -> str:
    said = folded(text)
    for name in sorted({folded(n) for names_ in evidence.outlets.values() for n in names_}, key=len, reverse=True):
        said = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " , ", said)
    return said


_PROOFS: tuple[Callable[[str, Evidence], Iterator[Finding]], ...] = (
    _form, _quotations, _days, _numbers, _names, _words, _denials, _attribution, _order, _sides,
)  # fmt: skip
