"""The words of number phrases, as tables: units, scales, vague numbers, and the qualifiers that make a number a bound."""

from __future__ import annotations

UNITS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        ("zero no none", "one single lone sole another", "two both pair twin twins couple duo", "three trio", "four quartet",
         "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
         "seventeen", "eighteen", "nineteen")
    )
    for word in words.split()
}  # fmt: skip

TENS: dict[str, int] = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip

SCALES: dict[str, int] = {
    "dozen": 12, "score": 20, "hundred": 100, "thousand": 1_000, "lakh": 100_000, "million": 10**6, "billion": 10**9,
}  # fmt: skip

PLURAL_SCALES: dict[str, int] = {
    "tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1_000, "millions": 10**6, "billions": 10**9,
}  # fmt: skip
"""More than one of these: "hundreds" is low 200, high None; "tens of thousands" low 20,000, "hundreds of thousands" 200,000."""

FEW: dict[str, int] = {"several": 3, "few": 3, "handful": 3, "multiple": 2, "various": 2, "many": 2}
"""Their lows (ruling 7.6: "several" 3, "multiple" 2; "a few" like "several"). "many" counts only in front of a scale."""

LOW, HIGH, BOTH = "low", "high", "both"

QUALIFIERS: dict[str, str] = {
    **dict.fromkeys(
        ("at least", "at the very least", "at a minimum", "more than", "over", "well over", "just over", "no fewer than",
         "no less than", "not fewer than", "not less than", "upwards of", "upward of", "in excess of", "above", "exceeding",
         "a minimum of", "minimum of", "as few as", "as little as", "greater than", "far more than", "much more than", ">"),
        LOW,
    ),
    **dict.fromkeys(
        ("up to", "upto", "as many as", "as much as", "as high as", "nearly", "almost", "fewer than", "less than", "under",
         "just under", "at most", "at the most", "no more than", "not more than", "a maximum of", "maximum of", "close to",
         "approaching", "below", "<"),
        HIGH,
    ),
    **dict.fromkeys(
        ("about", "around", "some", "roughly", "approximately", "approx", "circa", "ca", "c", "an estimated", "estimated",
         "an approximate", "reportedly", "possibly", "perhaps", "probably", "exactly", "precisely", "only", "just", "all",
         "all of", "another", "a further", "further", "an additional", "additional", "other", "a total of", "total of", "the",
         "these", "a combined", "as of yet", "~"),
        BOTH,
    ),
}  # fmt: skip
"""Words in front of a number -> the bound it then is (ruling 7.6)."""

NOT_BEFORE: frozenset[str] = frozenset({"over", "under", "above", "below"})
"""Qualifiers that, left outside the phrase, are as often something else ("hand over | 70 jets": train gold)."""

TAIL_QUALIFIERS: dict[str, str] = {
    **dict.fromkeys(("or more", "and more", "at least", "and counting", "+", "plus", "or over"), LOW),
    **dict.fromkeys(("or fewer", "or less", "at most", "at the most"), HIGH),
    **dict.fromkeys(("or so", "approximately"), BOTH),
}
"""Words behind a number -> the bound it then is."""

BOUND_VERBS: dict[str, str] = dict.fromkeys(
    ("surpass", "surpasses", "surpassed", "surpassing", "exceed", "exceeds", "exceeded", "top", "tops", "topped"), LOW
)
"""Verbs right in front of a number: "the toll surpasses" | "130"."""
