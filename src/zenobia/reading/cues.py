"""The words that tell who speaks: tables and patterns of English news prose. `sayings` applies them.

Every pattern is searched in a window of at most 200 code points, and none nests an unbounded repeat."""

from __future__ import annotations

import re

from zenobia.reading.word_lists import word_list

SURE = word_list("cues.sure")
"""Verbs of saying: any words they govern were said."""

WEAK = word_list("cues.weak")
"""Verbs of naming and judging: the quoted words must follow them closely."""

WITH_SUBJECT = word_list("cues.with_subject")
"""Also nouns, or plurals of others' saying: a cue only where the speaker stands right before."""

BEFORE_SPEAKER = frozenset({"according to", "in the words of"})
"""Cues whose speaker follows."""

_PHRASES = "made clear|makes clear|made it clear|pointed out|points out|put it|went on|according to|in the words of"

CUE = re.compile(rf"\b(?:{_PHRASES}|{'|'.join(sorted(SURE | WEAK | WITH_SUBJECT))})\b")

PASSIVE = re.compile(
    r"\b(?:was|were|been|being|be|is|are|am|the|a|an|to|of|so|not|by|when|if|once)\s+(?:\w+ly\s+|once\s+|also\s+)?$",
    re.IGNORECASE,
)
"""Before a cue: its subject does not speak ("was told"), or it is no verb of the sentence ("the reported")."""

PARTICIPLES = word_list("cues.participles")
AFTER_PARTICIPLE = re.compile(r"\s+(?:as|by|about|whether|if|of)\b")
"""After one of PARTICIPLES with no object between: the words before it are what is accused, called, asked ..."""

QUOTED_AS = re.compile(r"\b(?:quoted|cited)\b[^.!?]{0,120}\bas\s+$")
"""Before "saying": its subject was quoted, and speaks."""

_ADVERBS = r"(?:(?:also|has|have|had|later|then|further|once|again|even|would|is|was|\w+ly)\s+){0,2}"
PRONOUN = re.compile(rf"\b(he|she|it|they|who)\s+{_ADVERBS}$", re.IGNORECASE)
PRONOUN_AFTER = re.compile(r"\s*(he|she|it|they)\b")
AND = re.compile(rf"\b(?:and|but|then|while|before|also)\s+{_ADVERBS}$")
"""Before a cue: its subject is that of the cue before in the sentence."""

PAPER = re.compile(
    r"\b(?:the|a|an|its|his|her|their|that|this)\s+(?:\w+\s+)?(?:statement|report|communique|letter|text|message|post|document)\b"
    r"[^.!?]{0,60}$",
    re.IGNORECASE,
)
"""Before a cue: words of whoever issued the paper."""

NEW_SPEAKER = re.compile(
    r"\b(?:a|an|the|one|another|some|his|her|its|their)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:residents?|officials?|sources?|witness|witnesses|eyewitness|survivors?|spokesman|spokeswoman|spokesperson|activists?|"
    r"doctors?|medics?|analysts?|experts?|soldiers?|fighters?|man|woman|mother|father|boy|girl|teacher|driver|shopkeeper|"
    r"farmer|commander|general|colonel|officer|minister|diplomats?|lawyers?|lawmakers?|villagers?|locals|refugees?|reporter|"
    r"correspondent|journalists?|worker|member|leader|chief|head|director)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
"""Before a cue, after the last mention: somebody speaks whom no mention names."""

PREPOSITION = re.compile(
    r"\b(?:of|in|for|to|by|from|with|at|near|on|against|into|over|inside|outside|about|between|through|under|after|told|"
    r"as|than|including|among|via)\s+(?:the\s+|an?\s+|its\s+|his\s+|their\s+|northern\s+)?(?:[A-Z][\w.]*\s+){0,2}$"
)
"""Before a mention: it hangs on a preposition, titles between them aside."""

WHICH = re.compile(r"\b(?:what|which|whom)\b[^,.;:]{0,60}$")
"""Before a participle: its subject speaks after all ("what Okoye described as")."""

RELATIVE = re.compile(r"\b(?:who|which|whose)\b")
OFFICE_BETWEEN = re.compile(r"[\s\w.'’-]{0,40}")
"""What can stand between an outlet or body and the name of its officer ("Observatory chief Rami")."""
