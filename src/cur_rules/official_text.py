"""Does a file still hold the official text that the tables were written from?

The project keeps no text of the act, only digests: of each clause, and of its words one by one, so that a changed
clause can be shown with the words that came, and the place and number of those that went.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal, NamedTuple

from cur_rules.acts.loading import Record, read
from cur_rules.errors import CurRulesError

__all__ = [
    "Change", "Fingerprints", "Layout", "Piece", "Seal", "compare", "digest", "read_fingerprints", "seal", "sections",
    "tokens",
]  # fmt: skip

_WORD = 8
"""How many hex digits a word's digest has: 4 bytes."""

_TRANSLATED = str.maketrans(
    {
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff*", None),
        **dict.fromkeys("\u00a0\u2007\u202f\t", " "),
        **dict.fromkeys("«»„“”‟\u2033", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "ё": "е", "Ё": "Е", "№": "N", "\f": "\n", "\r": "\n", "\u2028": "\n",
    }
)  # fmt: skip
_PAGE_NUMBER = re.compile(r"(?<=\n)[ ]*\n[ ]*-?[ ]*\d{1,3}[ ]*-?[ ]*\n[ ]*(?=\n)")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-[ ]*\n\s*(?=[а-яa-z])")
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_] ){3,}[^\W\d_](?!\w)")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:-[^\W_]+)*|\"+|[^\w\s]")
_NUMBERED = re.compile(r"(\d{1,3})\.[ ]+(?=\S)")


class Layout(NamedTuple):
    """Where the parts of an act begin and end: the first words of a line.

    Attributes:
        preamble: Of the preamble, or "" if there is none.
        signature: Of the signature that closes the enacting part.
        body: Of the heading of the regulation that the act approves.
    """

    preamble: str
    signature: str
    body: str


class Seal(NamedTuple):
    """What is kept of a clause's official text: a digest of the whole, and one of each word."""

    whole: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """The seals of an act's clauses.

    Attributes:
        edition: The edition whose text was sealed.
        layout: Where its parts begin and end.
        seals: The seal of each clause by its id.
        reviewed: The digest of each wording of ours, as it was when it was compared with that text.
    """

    edition: str
    layout: Layout
    seals: Mapping[str, Seal]
    reviewed: Mapping[str, str]


class Piece(NamedTuple):
    """A stretch of a compared clause: words that stayed, came or went.

    A word that went is named where it can be guessed from words known otherwise, else it is None.
    `at` is the number of its first word in the sealed text, from 1.
    """

    kind: Literal["kept", "new", "gone"]
    at: int
    words: tuple[str | None, ...]


@dataclass(frozen=True)
class Change:
    """A clause that differs from the sealed text."""

    clause: str
    kind: Literal["changed", "missing", "new"]
    sealed: Seal
    now: tuple[str, ...]
    known: Mapping[str, str]

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The clause word by word, with what came and what went."""
        return tuple(self._pieces())

    def _pieces(self) -> Iterator[Piece]:
        now = [digest(word)[:_WORD] for word in self.now]
        matcher = SequenceMatcher(None, self.sealed.words, now, autojunk=False)
        for tag, i, j, k, m in matcher.get_opcodes():
            if tag == "equal":
                yield Piece("kept", i + 1, self.now[k:m])
                continue
            if i < j:
                yield Piece("gone", i + 1, tuple(self.known.get(word) for word in self.sealed.words[i:j]))
            if k < m:
                yield Piece("new", i + 1, self.now[k:m])


def digest(text: str) -> str:
    """Return the SHA-256 of a text in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def smooth(text: str) -> str:
    """Undo what printing and scanning do to a text: words broken at line ends, letters spaced out, page numbers.

    >>> smooth("в срок не позд-\\n\\nнее 8 ча\\u00adсов").split()
    ['в', 'срок', 'не', 'позднее', '8', 'часов']
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_TRANSLATED)
    text = _PAGE_NUMBER.sub("\n", text)
    text = _BROKEN_WORD.sub("", text)
    return _SPACED.sub(lambda spaced: spaced[0].replace(" ", ""), text)


def tokens(text: str) -> tuple[str, ...]:
    """Return the words and the punctuation of a text, so that two ways of setting it are alike.

    Quotes of all kinds are one, ё is е, № is N; hyphens are dropped, but for a dash between two numbers.

    >>> tokens("1. Срок — «8 часов», онлайн-\\nответ;")
    ('1', '.', 'Срок', '"', '8', 'часов', '"', ',', 'онлайнответ', ';')
    """
    found = _TOKEN.findall(smooth(text))
    kept = [_plain(word) for at, word in enumerate(found) if word != "-" or _between_numbers(found, at)]
    return tuple(kept)


def _plain(word: str) -> str:
    return '"' if word.startswith('"') else word.replace("-", "") or word


def _between_numbers(words: list[str], at: int) -> bool:
    around = words[at - 1 : at] + words[at + 1 : at + 2]
    return len(around) == 2 and all(word[0].isdigit() for word in around)


def _letters(words: Iterable[str]) -> str:
    """Join words so that where a word was broken does not matter, but where two numbers meet does."""
    joined = ""
    for word in words:
        joined += " " + word if joined[-1:].isdigit() and word[0].isdigit() else word
    return joined


def seal(text: str) -> Seal:
    """Return what is kept of the official text of a clause."""
    words = tokens(text)
    return Seal(digest(_letters(words))[:32], tuple(digest(word)[:_WORD] for word in words))


def sections(text: str, layout: Layout) -> dict[str, str]:
    """Split an official text into its clauses, in order, each by its id: E0 is the preamble, E1 the first point.

    Args:
        text: The text as it is: with page breaks, broken words and markdown asterisks.
        layout: Where the parts of the act begin and end.

    Raises:
        CurRulesError: There is no numbered clause in it, so it is not the text of an act.

    >>> layout = Layout("В целях", "Глава", "ПОЛОЖЕНИЕ")
    >>> sections("В целях порядка:\\n1. Утвердить.\\nГлава\\nПОЛОЖЕНИЕ\\n1. Предмет.\\n2. Срок.", layout)
    {'E0': 'В целях порядка:', 'E1': '1. Утвердить.', '1': '1. Предмет.', '2': '2. Срок.'}
    """
    enacting, body = _parts(smooth(text), layout)
    found = {f"E{number}": section for number, section in _numbered(enacting)} | dict(_numbered(body))
    if not found:
        raise CurRulesError(
            "The file holds no numbered clause.",
            hint="Give the official text of the act as plain text.",
            ru="В файле нет нумерованных пунктов. Нужен официальный текст акта в виде обычного текста.",
        )
    preamble = _from(enacting.partition("\n1. ")[0], layout.preamble)
    return ({"E0": preamble} if preamble else {}) | found


def _parts(text: str, layout: Layout) -> tuple[str, str]:
    """Split a text into the enacting part, up to the signature, and the regulation."""
    heading = _starts(text, layout.body)
    if heading is None:
        return "", text
    enacting, body = text[:heading], text[heading:]
    signed = _starts(enacting, layout.signature)
    return (enacting if signed is None else enacting[:signed]), body


def _starts(text: str, words: str) -> int | None:
    """Return where the first line that begins with some words begins."""
    found = re.search(rf"^[^\w\n]*{re.escape(words)}", text, re.MULTILINE) if words else None
    return found.start() if found else None


def _from(text: str, words: str) -> str:
    start = _starts(text, words)
    return "" if start is None else text[start:].strip()


def _numbered(text: str) -> Iterator[tuple[str, str]]:
    """Yield the clauses of a part: a line that begins with the next number opens one."""
    heads: list[tuple[str, int]] = []
    for line in re.finditer(r"^.*$", text, re.MULTILINE):
        head = _NUMBERED.match(line[0].strip())
        if head and int(head[1]) == len(heads) + 1:
            heads.append((head[1], line.start()))
    edges = [*(start for _, start in heads), len(text)]
    for (number, start), end in zip(heads, edges[1:], strict=True):
        yield number, text[start:end].strip()


def compare(text: str, fingerprints: Fingerprints, known: Iterable[str] = ()) -> tuple[Change, ...]:
    """Return the clauses in which a text differs from the one that was sealed; none if it matches.

    Args:
        text: An official text.
        fingerprints: What is kept of the text from which the tables were written.
        known: Words by which the ones that went may be recognised, besides those of the text itself.

    >>> layout = Layout("", "", "")
    >>> old = seal("1. Срок — 8 часов.")
    >>> kept = Fingerprints("", layout, {"1": old}, {})
    >>> compare("1. Срок -\\n8 ча-\\nсов.", kept)
    ()
    >>> [piece for piece in compare("1. Срок — 10 часов.", kept)[0].pieces if piece.kind != "kept"]
    [Piece(kind='gone', at=4, words=('8',)), Piece(kind='new', at=4, words=('10',))]
    """
    now = {clause: tokens(section) for clause, section in sections(text, fingerprints.layout).items()}
    words = {*tokens(text), *known, *map(str, range(1000))}
    dictionary = {digest(word)[:_WORD]: word for word in words}
    return tuple(_changes(now, fingerprints.seals, dictionary))


def _changes(
    now: Mapping[str, tuple[str, ...]], seals: Mapping[str, Seal], dictionary: Mapping[str, str]
) -> Iterator[Change]:
    for clause, sealed in seals.items():
        words = now.get(clause, ())
        if not words:
            yield Change(clause, "missing", sealed, (), dictionary)
        elif digest(_letters(words))[:32] != sealed.whole:
            yield Change(clause, "changed", sealed, words, dictionary)
    for clause, words in now.items():
        if clause not in seals:
            yield Change(clause, "new", Seal("", ()), words, dictionary)


def read_fingerprints(package: str) -> Fingerprints:
    """Read the fingerprints that lie in an act's folder.

    >>> sorted(read_fingerprints("cur_rules.acts.buryatia_288").seals)[:3]
    ['1', '10', '11']
    """
    data = read(package, "fingerprints.toml")
    seals = {record["id"]: _seal(record) for record in data["clause"]}
    reviewed = {f"clause {record['id']}": record["title"] for record in data["clause"]}
    for record in data["clause"]:
        reviewed |= record["norms"]
    layout = data["layout"]
    return Fingerprints(
        data["edition"], Layout(layout["preamble"], layout["signature"], layout["body"]), seals, reviewed
    )


def _seal(record: Record) -> Seal:
    words = "".join(record["words"])
    return Seal(record["official"], tuple(words[at : at + _WORD] for at in range(0, len(words), _WORD)))
