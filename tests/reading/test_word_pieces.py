"""Word pieces: a table of texts, laws of offsets, and the library `tokenizers`, whose encoding of any text is the same."""

from __future__ import annotations

import json
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenobia.reading.model import FOLDER
from zenobia.reading.pieces import LOWER, TITLE, UPPER, cut_pieces
from zenobia.reading.word_pieces import REMEMBERED, Word, WordPieces

FILE = FOLDER / "tokenizer.json"
ENCODING = WordPieces(FILE)
PIECES = {id_: piece for piece, id_ in ENCODING.vocabulary.items()}

TABLE: list[tuple[str, list[tuple[str, int, int]]]] = [
    # no words
    ("", []),
    (" \n\t\u00a0\u2028", []),
    ("\u200b\u0301\ufeff", []),
    # words, and marks that are words of their own
    ("Two died.", [("two", 0, 3), ("died", 4, 8), (".", 8, 9)]),
    ("U.S.-led", [("u", 0, 1), (".", 1, 2), ("s", 2, 3), (".", 3, 4), ("-", 4, 5), ("led", 5, 8)]),
    ("$5m+ “x”…", [("$", 0, 1), ("5 ##m", 1, 3), ("+", 3, 4), ("“", 5, 6), ("x", 6, 7), ("”", 7, 8), ("…", 8, 9)]),
    # the longest piece goes first
    ("Palmyra", [("palm ##yra", 0, 7)]),
    ("unaffable", [("una ##ffa ##ble", 0, 9)]),
    # accents and capitals: one code point or two
    ("Énée", [("en ##ee", 0, 4)]),
    ("E\u0301ne\u0301e!", [("en ##ee", 0, 6), ("!", 6, 7)]),
    ("the\u0301 end", [("the", 0, 3), ("end", 5, 8)]),
    ("İSTANBUL", [("istanbul", 0, 8)]),
    ("Straße", [("st ##raße", 0, 6)]),
    ("ΣΑΣ", [("σ ##α ##σ", 0, 3)]),
    # control characters, zero-width ones and those never decoded go, and part no words
    ("de\u00adfence\x00", [("defence", 0, 8)]),
    ("air\x0bport \ufffdx", [("airport", 0, 8), ("x", 10, 11)]),
    # ideographs are words; one that stands for another is taken as that one
    ("中国x", [("中", 0, 1), ("国", 1, 2), ("x", 2, 3)]),
    ("\uf963", [("北", 0, 1)]),
    # a sign that falls apart into a punctuation mark and an accent parts words, as the mark does
    ("a≠b", [("a", 0, 1), ("=", 1, 2), ("b", 2, 3)]),
    # what no pieces make up is one unknown piece
    ("the 🙂🙂 x", [("the", 0, 3), ("[UNK]", 4, 6), ("x", 7, 8)]),
    ("x" * 100, [("xx " + "##xx " * 48 + "##xx", 0, 100)]),
    ("x" * 101, [("[UNK]", 0, 101)]),
    # the names of special pieces, only as they are written
    ("[MASK][mask]", [("[MASK]", 0, 6), ("[", 6, 7), ("mask", 7, 11), ("]", 11, 12)]),
    # of two marks put in canonical order, the one that stays has the place of the one that goes
    ("x\u302e\u0301", [("[UNK]", 0, 2)]),
    ("x\u302e\u0328", [("[UNK]", 0, 3)]),
]


@pytest.mark.parametrize(("text", "words"), TABLE)
def test_text_to_pieces_and_offsets(text: str, words: list[tuple[str, int, int]]) -> None:
    assert [(" ".join(PIECES[id_] for id_ in ids), start, end) for ids, start, end in ENCODING.words(text)] == words


def test_a_text_s_words_lie_end_to_end_in_its_pieces() -> None:
    pieces = cut_pieces(ENCODING, "Palmyra: US forces")
    assert [PIECES[id_] for id_ in pieces.ids.tolist()] == ["palm", "##yra", ":", "us", "forces"]
    assert pieces.case.tolist() == [TITLE, TITLE, LOWER, UPPER, LOWER]
    assert (pieces.first.tolist(), pieces.start.tolist(), pieces.end.tolist()) == ([0, 2, 3, 4], [0, 7, 9, 12], [7, 8, 11, 18])


def test_a_text_without_words_has_no_pieces() -> None:
    pieces = cut_pieces(ENCODING, " ")
    assert [x.tolist() for x in (pieces.ids, pieces.case, pieces.first, pieces.start, pieces.end)] == [[]] * 5


def test_what_was_read_before_changes_nothing() -> None:
    """More words than are remembered, then the first again."""
    encoding = WordPieces(FILE)
    before = encoding.words("The Syrian army")
    encoding.words(" ".join(map(str, range(REMEMBERED + 1))))
    assert encoding.words("The Syrian army") == before


def test_another_kind_of_encoding_is_refused(tmp_path: Path) -> None:
    told = json.loads(FILE.read_text("utf-8"))
    told["normalizer"]["lowercase"] = False
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(told), "utf-8")
    with pytest.raises(ValueError, match=r"tokenizer\.json describes another encoding"):
        WordPieces(path)


COMBINING = "".join(c for c in map(chr, range(0x20000)) if unicodedata.combining(c))
STRANGE = "\x00\x0b\x85\x1c\u00ad\u061c\u180e\u200b\u200d\u2028\u202e\u3000\ufe0f\ufeff\ufffd"
FALLING_APART = "\u0344\u0385\u1fef\u2260\u226e\u2329\u212a\uac00\uf9d1\U0001d160\U0001d1bb\U0002f800"
LETTERS = "aeiIxİıßſKÅΣσςẞǅﬁéñا中国の한😀👨🏽09"
MARKS = "[].-'’“…!#$"

TEXTS = st.one_of(
    st.text(),
    st.text(st.sampled_from(COMBINING + FALLING_APART + "ae漢 ")),
    st.text(st.sampled_from(STRANGE + FALLING_APART + LETTERS + MARKS + " \n\u0301\u0323")),
    st.lists(
        st.one_of(
            st.sampled_from(["[CLS]", "[UNK]", "##", "Deir ez-Zor", "the", "e\u0301", " "]),
            st.builds(str.__mul__, st.sampled_from(["x", "é", "e\u0301", "漢", "\u200b"]), st.integers(98, 102)),
            st.text(max_size=4),
        )
    ).map("".join),
)


@given(TEXTS)
def test_words_lie_in_order_and_hold_no_space_at_their_ends(text: str) -> None:
    words = ENCODING.words(text)
    assert all(ids and start < end for ids, start, end in words)
    assert all(a[2] <= b[1] for a, b in pairwise(words))
    assert all(text[start:end].strip(" \n\t\r") == text[start:end] for _, start, end in words)


@pytest.fixture(scope="module")
def library() -> Any:
    tokenizers = pytest.importorskip("tokenizers", reason="the library compared with comes with the [test] extra")
    encoding = tokenizers.Tokenizer.from_file(str(FILE))
    encoding.no_truncation()
    encoding.no_padding()
    return encoding


def words_by(library: Any, text: str) -> list[Word]:
    """What the library makes of `text`, in our form."""
    encoded = library.encode(text, add_special_tokens=False)
    words: dict[int, Word] = {}
    for id_, word, (a, b) in zip(encoded.ids, encoded.word_ids, encoded.offsets, strict=True):
        ids, start, _ = words.get(word, ((), a, b))
        words[word] = ((*ids, id_), start, b)
    return list(words.values())


@settings(max_examples=1000, deadline=None)
@given(text=TEXTS)
def test_any_text_is_encoded_as_the_library_does(library: Any, text: str) -> None:
    assert ENCODING.words(text) == words_by(library, text)


@pytest.mark.parametrize("plane", range(0x11))
def test_any_character_is_encoded_as_the_library_does(library: Any, plane: int) -> None:
    """Within a word, alone, and twice at the end of a word."""
    code_points = range(plane << 16, (plane + 1) << 16, 1 if plane < 3 else 7)
    text = "".join(f"a{c}b {c} x{c}{c} " for c in map(chr, code_points) if not "\ud800" <= c <= "\udfff")
    assert ENCODING.words(text) == words_by(library, text)
