"""A text's words and their pieces in the encoder's vocabulary: BERT's uncased WordPiece encoding, as a tokenizer.json tells it.

Control characters go; ideographs and punctuation marks are words of one character; accents and capitals are dropped. Then a word
is cut from its front, each time the longest piece that the vocabulary has, and is one unknown piece where that comes to a stop."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

from zenobia.reading.word_lists import read_rows

# what a tokenizer.json must ask for: nothing else is written here
NORMALIZER = {
    "type": "BertNormalizer",
    "clean_text": True,
    "handle_chinese_chars": True,
    "strip_accents": None,
    "lowercase": True,
}
PRE_TOKENIZER = {"type": "BertPreTokenizer"}

REMEMBERED = 2**14
"""Stretches of text whose words are remembered: 6 MB, and 95 of 100 stretches of 113,130 reports read in a row."""

LONGEST_REMEMBERED = 32
"""Characters. Longer stretches seldom come again."""

Word = tuple[tuple[int, ...], int, int]
"""The ids of a word's pieces; its start and end, code points, half-open."""


class WordPieces:
    """The encoding that the tokenizer.json at `path` describes, but for its truncation, padding and added [CLS] and [SEP].

    Raises ValueError when the file asks for another kind of encoding, KeyError or TypeError when it is damaged."""

    def __init__(self, path: Path) -> None:
        told: dict[str, Any] = json.loads(path.read_bytes())
        model = told["model"]
        if (told["normalizer"], told["pre_tokenizer"], model["type"]) != (NORMALIZER, PRE_TOKENIZER, "WordPiece"):
            raise ValueError(f"{path.name} describes another encoding than BERT's uncased word pieces")
        self.vocabulary: dict[str, int] = model["vocab"]
        prefix: str = model["continuing_subword_prefix"]
        self._inner = {piece.removeprefix(prefix): id_ for piece, id_ in self.vocabulary.items() if piece.startswith(prefix)}
        self._longest = max(map(len, self.vocabulary))
        self._longest_word: int = model["max_input_chars_per_word"]
        self._unknown = (self.vocabulary[model["unk_token"]],)
        self._special: dict[str, int] = {token["content"]: token["id"] for token in told["added_tokens"]}
        self._stretch = re.compile("|".join([*map(re.escape, self._special), _WORD.pattern]))
        self._remembered = lru_cache(REMEMBERED)(self._words_of)

    def words(self, text: str) -> list[Word]:
        """The words of `text` in order. One whose characters are all control characters or accents is none."""
        words: list[Word] = []
        for found in self._stretch.finditer(text):
            stretch, at = found[0], found.start()
            words_of = self._remembered if len(stretch) <= LONGEST_REMEMBERED else self._words_of
            for ids, start, end in words_of(stretch):
                words.append((ids, at + start, at + end))
        return words

    def _words_of(self, stretch: str) -> tuple[Word, ...]:
        """The words of a stretch without spaces and punctuation, or of one punctuation mark or special piece such as "[MASK]"."""
        if stretch in self._special:
            return (((self._special[stretch],), 0, len(stretch)),)
        plain, at = _plain(stretch)
        return tuple((self._pieces(found[0]), at[found.start()], at[found.end() - 1] + 1) for found in _WORD.finditer(plain))

    def _pieces(self, word: str) -> tuple[int, ...]:
        """The ids of the pieces of a plain word."""
        if len(word) > self._longest_word:
            return self._unknown
        ids: list[int] = []
        start, pieces = 0, self.vocabulary
        while start < len(word):
            for end in range(min(len(word), start + self._longest), start, -1):
                if (id_ := pieces.get(word[start:end])) is not None:
                    break
            else:
                return self._unknown
            ids.append(id_)
            start, pieces = end, self._inner
        return tuple(ids)


def _plain(stretch: str) -> tuple[str, Sequence[int]]:
    """`stretch` without control characters, accents and capitals, ideographs between spaces; [characters] where each was in it.

    Marks that are no accents stay, in Unicode's canonical order. One that was moved counts as the mark in whose place it now
    stands: so does the library that the encoder was trained with (`tokenizers`)."""
    if stretch.isascii() and stretch.isalnum():
        return stretch.lower(), range(len(stretch))
    sources = [index for index, char in enumerate(stretch) if not _REMOVED.match(char)]
    parts: list[tuple[int, int, str, bool]] = []
    bases = 0
    for index in sources:
        spaced = f" {stretch[index]} " if _IDEOGRAPH.match(stretch[index]) else stretch[index]
        for nth, part in enumerate(normalize("NFD", spaced)):
            order = combining(part) if _ORDERED.match(part) else 0
            bases += not order
            parts.append((bases, order, part, nth == 0))
    parts.sort(key=itemgetter(0, 1))
    plain: list[str] = []
    at: list[int] = []
    taken = -1
    for _, _, part, is_next in parts:
        taken += is_next
        if not _MARK.match(part):
            plain.append(part.lower())
            at.append(sources[taken])
    return "".join(plain), at


def _ranges(code_points: str) -> str:
    """Ranges as characters.tsv writes them ("21-2F 3A"), as a regular expression writes them between brackets."""
    return re.sub(r"[0-9A-F]+", lambda found: f"\\U{int(found[0], 16):08x}", code_points).replace(" ", "")


_CLASSES = {row["name"]: _ranges(row["code_points"]) for row in read_rows("characters.tsv")}
_WORD = re.compile("[{punctuation}]|[^{space}{punctuation}]+".format(**_CLASSES))
_REMOVED, _IDEOGRAPH, _MARK = (re.compile(f"[{_CLASSES[name]}]") for name in ("removed", "ideograph", "mark"))
_ORDERED = re.compile("[{mark}{kept_mark}]".format(**_CLASSES))
