"""Whether an event is told as news or mentioned as something known: "gunmen attacked the town" or "after the attack on the town".

What is mentioned without a day of its own happened some time before the report, not on the day of it."""

from __future__ import annotations

import re

from zenobia.grounding.numbers import read_number
from zenobia.types import Event, Reading, Span

BEFORE = 70
"""Characters before a trigger that may hold what makes it a mention."""

LONGEST_AGO = 365
"""Days beyond which "years after" tells too little of a day."""

_NOUN = re.compile(
    r"(?:attack|bombing|bomb|raid|strike|airstrike|shelling|massacre|killing|murder|assassination|clash(?:e)?|explosion|blast|shooting"
    r"|ambush(?:e)?|siege|invasion|offensive|coup|protest|demonstration|abduction|kidnapping|capture|test|arrest|execution|hijacking"
    r"|takeover|genocide|riot|violence|fighting|battle|crackdown|launch(?:e)?|withdrawal|deal|agreement|ceasefire|truce|talk|sanction"
    r"|incident|operation|death|beheading|bombardment|fire|assault|war|uprising|crisis|war crime|atrocit(?:y|ie)|stabbing|seizure|seizing"
    r"|poisoning|detention|incursion|intervention|conflict|unrest|attempt|abuse|rape|torture)s?$",
    re.IGNORECASE,
)
"""Nouns that name a happening."""

_CUE = re.compile(
    r"\b(?:after|following|follows|since|amid|despite|aftermath of|wake of|because of|due to|response to|retaliat\w+ (?:for|to)|revenge for"
    r"|responsib\w+ (?:for|of)|blam\w+ (?:\w+ ){0,4}for|claim\w* (?:\w+ ){0,2}(?:for|of)|behind|involve\w* in|involvement in|part in|role in"
    r"|connect\w+ (?:with|to)|relat\w+ to|suspect\w* (?:in|of)|accus\w+ of|convict\w+ (?:of|for|in)|charg\w+ (?:with|over|for|in)"
    r"|condemn\w*|denounc\w*|deplor\w+|investigat\w+(?: into)?|inquiry into|probe into|tri(?:al|ed) (?:over|for|of)|sentenced? (?:\w+ ){0,4}for"
    r"|victims? (?:of|in)|survivors? of|deaths? from|toll (?:of|from|in)|anniversary of"
    r"|commemorat\w+|mourn\w*|(?:during|in) (?:the|their|its|this|that|last)"
    r"|arrested (?:for|over)|perpetrat\w+ (?:of|in)|mastermind\w* (?:of|behind)|planning"
    r"|planned|last (?:week|month|year|night|\w+day)['’]s|yesterday['’]s|earlier|previous|recent|over)\s+"
    r"(?:[\w’'“\"”–-]+\s+){0,5}$",
    re.IGNORECASE,
)
"""What stands before the noun of an event that is taken as known: a conjunction, a cause, a charge."""

_DEFINITE = re.compile(
    r"\b(?:at|against|about|on|of|for|to|with|over|from)\s+(?:the|this|that|these|those|its|their|his|her|\w+['’]s)\s+(?:[\w’'“\"”–-]+\s+){0,3}$",
    re.IGNORECASE,
)
"""A happening taken as known as the object of something else: "in protest at the raid", "footage of the attack"."""

_HARM = re.compile(r"\b(?:kill|wound|injur|die|dead|death|hurt|captur|damag|destroy)\w*", re.IGNORECASE)
"""Harm told beside it makes it the news after all: "nine people died of the blast"."""

_PERFECT = re.compile(r"\b(?:had|having)\s+(?:been\s+)?(?:\w+ly\s+)?$", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:!?]\s|,\s(?:and|but|while|killing|injuring|leaving)\s")


_MANY = re.compile(
    r"(?:war|conflict|fighting|violence|offensive|uprising|crisis|siege|campaign|insurgency|unrest|battle|operation|genocide|protest|riot|clash(?:e)?)s?$",
    re.IGNORECASE,
)
"""Of these, what goes on for weeks and months."""


_AGO = re.compile(r"\b(?:(\w+)\s+)?(days?|weeks?|months?|years?)\s+(?:after|since)\s+[^.;:!?]{0,60}$", re.IGNORECASE)
"""How long before the news the event lies that it is reckoned from: "three weeks after gunmen killed"."""

_UNITS = {"day": (1, 1), "week": (7, 4), "month": (30, 15), "year": (365, 120)}
"""Days of a unit, and how many more or fewer are meant when people count in it."""

_A_FEW = {"few": 3, "several": 4, "couple": 2, "a": 1, "the": 1}


def days_ago(event: Event, reading: Reading) -> tuple[int, int] | None:
    """How many days before publication an event lies that the news is reckoned from, fewest and most; None when the words before it
    reckon nothing from it, or from more than a year ago."""
    start = max(event.sentence.start, event.trigger.start - BEFORE)
    found = _AGO.search(Span(start, event.trigger.start).of(reading.report.text))
    if not found:
        return None
    count, unit = (found[1] or "a").lower(), found[2].lower().rstrip("s")
    number = _A_FEW.get(count) or read_number(count) or _A_FEW["few"]
    days, doubt = _UNITS[unit]
    if number * days > LONGEST_AGO:
        return None
    return max(0, number * days - doubt), number * days + doubt


def names_happening(trigger: str) -> bool:
    """Whether a trigger is a noun for what happened."""
    return bool(_NOUN.search(trigger))


def names_one_happening(trigger: str) -> bool:
    """Whether a trigger names one happening of a day ("attack", "assassination"), not what goes on for months ("war", "protests")."""
    return names_happening(trigger) and not _MANY.search(trigger)


def is_retold(event: Event, reading: Reading) -> bool:
    """Whether the words before an event's trigger take it as known: a noun after such words, or a past perfect."""
    text = reading.report.text
    start = max(event.sentence.start, event.trigger.start - BEFORE)
    before = _CLAUSE.split(Span(start, event.trigger.start).of(text))[-1]
    if _PERFECT.search(before):
        return True
    if not names_happening(event.trigger.of(text)):
        return False
    return bool(_CUE.search(before) or (_DEFINITE.search(before) and not _HARM.search(before)))
