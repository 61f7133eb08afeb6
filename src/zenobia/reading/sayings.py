"""Verbs of saying and whose they are: a scene to sayings. Which words were said is `quotes`' business.

A cue inside quotation marks is part of what was said and no saying of the report."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from zenobia.reading import cues
from zenobia.reading.scene import Scene
from zenobia.types import Mention, MentionType, Span

_REACH = 200  # code points between a speaker and its verb: appositions of lost commas run to 120 in the train reports
_REACH_AFTER = 60  # code points between the verb and a speaker who follows it
_BACK = 5  # sentences a pronoun reaches back: further off, the reports name the speaker again

_FITS = {
    "he": {MentionType.PERSON},
    "she": {MentionType.PERSON},
    "who": {MentionType.PERSON, MentionType.PEOPLE, MentionType.GROUP},
    "it": {MentionType.GROUP, MentionType.STATE, MentionType.OUTLET, MentionType.FACILITY},
    "they": {MentionType.GROUP, MentionType.PEOPLE, MentionType.STATE, MentionType.OUTLET},
}
"""What a pronoun can stand for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A cue and who says.

    speaker:  mention id; None when the report names none here.
    subject:  where its words stand: the mention, or the pronoun; None when neither is there.
    sentence: index of the sentence that holds the cue.
    weak:     the cue is of naming or judging ("called"), not of saying.
    """

    cue: Span
    speaker: int | None
    subject: Span | None
    sentence: int
    weak: bool


def find_sayings(scene: Scene) -> tuple[Saying, ...]:
    """Every verb of saying outside quotation marks and mentions, in order, with its speaker where the words give one.

    A pronoun stands for the last speaker who fits it, or the first fitting mention of the nearest sentence before."""
    found: list[Saying] = []
    for match in cues.CUE.finditer(scene.text):
        if scene.is_marked(match.start()) or scene.is_named(match.start()):
            continue
        index = scene.sentence_at(match.start())
        word, cue = match.group(), Span(*match.span())
        start = _window_start(scene, cue, index, found)
        if _is_no_saying(scene, word, start, cue):
            continue
        speaker, subject = _find_speaker(scene, word, start, cue, found)
        if subject is not None or word not in cues.WITH_SUBJECT:
            weak = word in cues.WEAK
            found.append(Saying(cue=cue, speaker=speaker, subject=subject, sentence=index, weak=weak))
    return tuple(found)


def _window_start(scene: Scene, cue: Span, index: int, found: Sequence[Saying]) -> int:
    """Where the words that can hold the subject begin: the sentence, the quotation or the cue before, at most _REACH back."""
    start = max(scene.sentences[index].start, cue.start - _REACH)
    before = scene.marked_before(cue.start)
    if before is not None:
        end = before.end
        while end < cue.start and not (scene.text[end].isalnum() or scene.text[end] == "("):
            end += 1
        start = max(start, end)
    if found:
        start = max(start, found[-1].cue.end)
    return start


def _is_no_saying(scene: Scene, word: str, start: int, cue: Span) -> bool:
    """Whether the cue is a passive, a participle or a noun, so that nobody before it speaks."""
    window = scene.text[start : cue.start]
    if cues.PASSIVE.search(window):
        return word not in cues.BEFORE_SPEAKER and not cues.QUOTED_AS.search(window)
    if word not in cues.PARTICIPLES or cues.WHICH.search(window):
        return False
    return bool(cues.AFTER_PARTICIPLE.match(scene.text[cue.end : cue.end + 12]))


Speaker = tuple[int | None, Span | None]


def _find_speaker(scene: Scene, word: str, start: int, cue: Span, found: Sequence[Saying]) -> Speaker:
    """The mention that speaks, and where the words for it stand."""
    window = scene.text[start : cue.start]
    index = scene.sentence_at(cue.start)
    empty = not any(c.isalpha() for c in window)
    if word in cues.BEFORE_SPEAKER:
        return _of(_speaker_after(scene, cue, _REACH_AFTER))
    if empty and _follows_quote(scene, start):
        return _find_speaker_after_quote(scene, word, cue, found)
    pronoun = cues.PRONOUN.search(window)
    if pronoun:
        span = Span(start + pronoun.start(1), start + pronoun.end(1))
        return _resolve(scene, pronoun.group(1).lower(), index, span.start, found), span
    same = found[-1] if found and found[-1].sentence == index else None
    joined = empty or word.endswith("ing") or bool(cues.AND.search(window))
    if same and joined:
        return same.speaker, same.subject
    if joined:  # `calls it "a crime" and says`: the subject stands before the quotation
        start = max(scene.sentences[index].start, cue.start - _REACH)
    mention = _choose(scene, start, cue.start, first=joined)
    if mention is not None and (word not in cues.WITH_SUBJECT or cue.start - mention.span.end <= 2):
        return _of(mention)
    if word not in cues.WITH_SUBJECT and cues.PAPER.search(window):
        return _last_speaker(found, index), Span(start, cue.start)
    return None, None


def _find_speaker_after_quote(scene: Scene, word: str, cue: Span, found: Sequence[Saying]) -> Speaker:
    """The speaker of a cue right after a quotation: `" said Haddad`, `" said he`."""
    after = _speaker_after(scene, cue, 5 if word in cues.WITH_SUBJECT else _REACH_AFTER)
    if after is not None or word in cues.WITH_SUBJECT:
        return _of(after)
    spoken = cues.PRONOUN_AFTER.match(scene.text[cue.end : cue.end + 8])
    if spoken is None:
        return None, None
    span = Span(cue.end + spoken.start(1), cue.end + spoken.end(1))
    return _resolve(scene, spoken.group(1), scene.sentence_at(cue.start), cue.start, found), span


def _of(mention: Mention | None) -> Speaker:
    return (mention.id, mention.span) if mention is not None else (None, None)


def _follows_quote(scene: Scene, start: int) -> bool:
    """Whether only marks and spaces stand between a quotation and `start`."""
    before = scene.marked_before(start)
    return before is not None and start - before.end < 20 and not any(c.isalnum() for c in scene.text[before.end : start])


def _speaker_after(scene: Scene, cue: Span, reach: int) -> Mention | None:
    """The speaker that follows its cue: the first mention after it, or the person whose office or outlet that is."""
    end = min(cue.end + reach, scene.sentences[scene.sentence_at(cue.start)].end)
    near = [m for m in scene.between(cue.end, end) if not scene.modifies(m)]
    if not near or any(c in ":;" for c in scene.text[cue.end : near[0].span.start]):
        return None
    for mention in near:
        between = scene.text[near[0].span.end : mention.span.start]
        if mention.type is MentionType.PERSON and cues.OFFICE_BETWEEN.fullmatch(between):
            return mention
    return near[0]


def _choose(scene: Scene, start: int, end: int, *, first: bool) -> Mention | None:
    """The subject among the mentions of [start, end).

    A person goes before a party; what hangs on a preposition is taken only when there is nothing else; none when the last
    words before the cue name somebody who is no mention. first: the sentence's subject, not the nearest one."""
    text = scene.text
    near = [m for m in scene.between(start, end) if not scene.modifies(m)]
    if not near or cues.NEW_SPEAKER.search(text[near[-1].span.end : end]):
        return None
    nearest = near[-1]
    if nearest.type is MentionType.PERSON and end - nearest.span.end <= 2 and not scene.hangs_on_preposition(nearest, start):
        return nearest
    relative = cues.RELATIVE.search(text[near[0].span.end : end])
    if relative:
        near = [m for m in near if m.span.start < near[0].span.end + relative.start()]
    near = [m for m in near if m.type is not MentionType.FACILITY or end - m.span.end <= 2]
    free = [m for m in near if not scene.hangs_on_preposition(m, start)]
    if not free:
        return None if not near else near[0] if cues.PAPER.search(text[start:end]) else near[-1]
    persons = [m for m in free if m.type is MentionType.PERSON]
    if persons:
        return persons[0] if first or persons[0].span.start - start <= 5 else persons[-1]
    return free[0] if first else free[-1]


def _resolve(scene: Scene, pronoun: str, index: int, at: int, found: Sequence[Saying]) -> int | None:
    """The mention a pronoun at `at`, in sentence `index`, stands for."""
    fits = _FITS[pronoun]
    reachable = scene.between(scene.sentences[max(0, index - _BACK)].start, at)
    near = [m for m in reachable[-60:] if m.type in fits]
    if pronoun == "who":
        return near[-1].id if near and scene.sentence_at(near[-1].span.start) == index else None
    spoken = {s.speaker: s.sentence for s in found[-24:]}
    ids = {m.id for m in near}
    for back in range(index, max(-1, index - _BACK - 1), -1):
        speakers = [ident for ident, sentence in spoken.items() if sentence == back and ident in ids]
        if speakers:
            return speakers[-1]
        sentence = scene.sentences[back]
        here = near[bisect_left(near, sentence.start, key=lambda m: m.span.start) :]
        here = [m for m in here if m.span.start < sentence.end and not scene.modifies(m)]
        if here and (pronoun != "they" or back < index):
            return here[0].id
    return None


def _last_speaker(found: Sequence[Saying], index: int) -> int | None:
    """Who spoke last, at most two sentences before."""
    return next((s.speaker for s in reversed(found[-8:]) if s.speaker is not None and index - s.sentence <= 2), None)
