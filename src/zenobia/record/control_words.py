"""Words by which a report tells that a place, a part of it or only its surroundings changed hands (control_signs.py)."""

from __future__ import annotations

import re

NEAR = re.compile(
    r"\b(?:near|outside|around|surrounding|towards?|overlooking|bordering|adjacent to|vicinity of|countryside|outskirts|(?:on|along) (?:the )?road"
    r"|(?:north|south|east|west|north-?(?:east|west)|south-?(?:east|west))(?:ern)? (?:of|from)|(?:km|kilomet\w+|miles?|mi) (?:\w+ )?(?:of|from)"
    r"|territor(?:y|ies)|villages(?! of (?:the )?$)|towns (?:in|near)|settlements(?! of (?:the )?$)|areas? (?:near|around|west|east|north|south)"
    r"|en route to|leading to|between|(?:route|road|highway|way|access|approach|gateway)s? (?:to|into))\b",
    re.IGNORECASE,
)
"""Between what was done and a place: what was done was done beside it."""

PART = re.compile(
    r"\b(?:parts?|districts?|neighbou?rhoods?|quarters?|suburbs?|most|much|half|third|edges?|cent(?:er|re)|sections?|sectors?|areas?|blocks|pockets?"
    r"|portions?|percent|per cent|streets?|outer|inner|old city|downtown|compound|buildings?|headquarters|hospital|university|station"
    r"|square|mosque|stadium|airport|airfield|air ?base|base|barracks|dam|bridge|field|refinery|prison|camp|checkpoints?"
    r"|positions?|council|palace|embassy|factory|plant"
    r"|(?:north|south|east|west)(?:ern)?(?: and (?:north|south|east|west)(?:ern)?)?(?=\W*$)|mostly)\b|%",
    re.IGNORECASE,
)
"""Between what was done and a place: part of the place, or something in it."""

TITLE = re.compile(
    r"\b(?:the|its|an?|this|that)\s(?:(?!of\b|in\b|near\b|from\b|at\b)[\w’'\"-]+\s){0,6}?"
    r"(?:town|city|cities|village|port|capital|municipality|settlement)s? (?:of )?(?:the )?$",
    re.IGNORECASE,
)
"""What a place is, in front of its name: "the refinery town of Baiji" is all of it."""

SIDE = re.compile(
    r"^(?:the )?(?:(?:north|south|east|west)-?(?:east|west)?(?:ern)?|central|downtown|rural|greater|old|outer|upper|lower)\b",
    re.IGNORECASE,
)
ENTERS = re.compile(
    r"^(?:re-?)?(?:enter\w*|advanc\w*|storm\w*|push\w*|break\w*|broke|cross\w*|reach\w*|into|approach\w*|infiltrat\w*|invad\w*)\b",
    re.IGNORECASE,
)
HOLDS = re.compile(
    r"^(?:in )?(?:full |complete )?(?:control(?:s|led|ling)?(?: of| over)?|hold(?:s|ing)?|held|occup(?:y|ies|ied|ying|ation)"
    r"|under the control|rul(?:es?|ed|ing))$",
    re.IGNORECASE,
)
STANDS = re.compile(
    r"occup|h[eo]ld|control(?:s|led|ling)?$|rul(?:e|ing)|under|besieg|siege|surround|blockad|encircl", re.IGNORECASE
)
CLAIMS_LAND = re.compile(r"annex|nationali[sz]|demarcat|purchas|acqui|seal|block|settle", re.IGNORECASE)
"""Words the reader takes for a capture that hand nothing over on the ground."""

FELL = re.compile(r"^(?:fall|fell|fallen|falls|falling)\b", re.IGNORECASE)
GIVES_UP_SELF = re.compile(r"surrender|defect|desert|turn|himself|themselves|arms|mutin", re.IGNORECASE)
"""People who give themselves up, not a place."""

LEAVES = re.compile(
    r"withdr|retreat|le(?:av|ft)|pull|fle[de]|abandon|evacuat|hand|ced(?:e|ing)|los(?:e|s|t|ing)|g[ai]v(?:e|ing|en)|vacat"
    r"|depart|^out$|driven|forced out|pushed out|f[ae]ll|turn\w* over|transfer",
    re.IGNORECASE,
)
LEAVES_TRIGGER = re.compile(
    r"withdr|retreat|pull\w* (?:out|back)|flee|fled|abandon|hand\w* over|\bced|turn\w* over|^los[est]|surrender", re.IGNORECASE
)
PULLS_BACK = re.compile(r"\b(?:pull\w*|move\w*|draw\w*|fall\w*|fell) back\b", re.IGNORECASE)
BEGINS = re.compile(
    r"\b(?:begin\w*|began|start\w*|plan\w*|continu\w*|partial\w*|some|hundreds|dozens)\b[^,.;]{0,30}$", re.IGNORECASE
)
BRIEFLY = re.compile(
    r"\b(?:briefly\s+(?:\w+\s+)?|(?:brief|short-lived|temporary|abortive|failed|foiled|thwarted)\s+)$", re.IGNORECASE
)
GENERIC = re.compile(
    r"(?:the |pro-)*(?:government|regime|state|army|loyalist|security|military|national)(?:'s|’s)?"
    r"(?: (?:security |armed |military )?(?:forces|troops|soldiers|fighters|army))?",
    re.IGNORECASE,
)
"""The government's, whichever it is: that of the place."""

BY = re.compile(r"\s+(?:back |again )?(?:in \d{4} )?by\s+(?:the |an? )?")
DENIED = re.compile(r"\b(?:den(?:y|ies|ied)|disput(?:ed|es)|refut\w+)\b", re.IGNORECASE)
ONTO = re.compile(
    r"\b(?:on|onto|upon|towards?|to|into|closer to) (?:the )?(?:\w+ ){0,3}?(?:city|town|village|capital|port)?(?: of)? ?$",
    re.IGNORECASE,
)
UPON = re.compile(
    r"\b(?:on|onto|upon|towards?|closer to) (?:the )?(?:\w+ ){0,3}?(?:city|town|village|capital|port)?(?: of)? ?$",
    re.IGNORECASE,
)
THINGS = re.compile(
    r"^\s*(?:\S+\s+){0,4}?(?:ships?|vessels?|boats?|tankers?|convoys?|aircraft|helicopters?|soldiers|troops|men|members|leaders?|commanders?|weapons?"
    r"|hostages?|prisoners?|people|civilians|drugs|tanks|vehicles|equipment|arms|documents|passengers|militants|fighters|insurgents|suspects?"
    r"|terrorists?)\b",
    re.IGNORECASE,
)
"""Captured persons and things: no place changes hands."""

DRIVES_OUT = re.compile(
    r"^(?:re-?)?(?:expel\w*|oust\w*|driv\w+|drove|push\w* out|eject\w*|clear\w*|forc\w+ out|dislodg\w*|rout\w*)\b",
    re.IGNORECASE,
)
NOT_YET = re.compile(
    r"\b(?:close[rd]? to|near(?:er|ing)?(?: to)?|aim\w* to|(?:in )?(?:a )?bid to|attempt\w*(?: by [\w' -]{1,40}?)?(?: to)?"
    r"|tr(?:y|ies|ied|ying) to|seek\w* to|in order to"
    r"|prepar\w+ (?:to|for)|(?:battle|fight|push|offensive|operation|assault|advance|move) (?:to|for)|hop\w+ to"
    r"|vow\w* to|plan\w* to|threaten\w* to"
    r"|on the verge of|fail\w* to|poised to|try to|effort\w* to)\s+(?:\w+ly )?(?:being |having )?$",
    re.IGNORECASE,
)
"""Before a capture that is meant, not done."""

ANNOUNCED = re.compile(
    r"\b(?:announc\w*|orders?|ordered|declar\w*|begins?|began|starts?|started|plans?)\b.{0,40}$", re.IGNORECASE
)
HEDGED = re.compile(
    r"\b(?:reportedly|allegedly|unconfirmed|purported\w*|rumou?r\w*|claim(?:s|ed|ing)? (?:to|that|they|it|he|full|control)"
    r"|is said to|are said to|believed to)\b",
    re.IGNORECASE,
)
KNOWN = re.compile(
    r"\b(?:which|whom?|where|that (?:was|were|had)|recently|previously|formerly|once|since (?:it|they) (?:was|were)|had|having|ever|only)"
    r"\b[^,.;:]{0,60}$"
    r"|['’]s (?:recent |own )?$",
    re.IGNORECASE,
)
"""Before a trigger: what is told was known before the report."""

PAST = re.compile(r"\b(?:former(?:ly)?|previous(?:ly)?|once|then|ex|recently|no longer|liberated)\b", re.IGNORECASE)
NOT_HELD = re.compile(
    r"majority|linked|owned|monitored|dominated|-led|settlement|operated|launch|declares|based|born|besieged|\bfrom\b|annexed|free|friendly",
    re.IGNORECASE,
)
NOT_WHOLLY = re.compile(r"\bno longer in full\b|\bfull control\b.{0,20}\bnot\b|\bmost of\b|\bparts of\b", re.IGNORECASE)
RELIEF = re.compile(
    r"\b(?:lift\w*|br(?:eak|oke|oken|eaks|eaking)|end(?:s|ed|ing)?|reliev\w*)\b.{0,30}\b(?:siege|blockade|encirclement)\b",
    re.IGNORECASE,
)
SINCE = re.compile(r"\bsince\b", re.IGNORECASE)
ASIDE = re.compile(r"\b(?:to|into) (?:the )?$", re.IGNORECASE)
HELD = re.compile(r"^(?:is |was |been )?(?:held|holds?|holding|controls?|controlled)\b", re.IGNORECASE)
"""Of an event read as a siege: the place is held, not besieged."""

DENIES_THAT = re.compile(r"\b(?:den(?:y|ies|ied|ying)|reject\w*|refut\w+)\b[^.;]{0,45}$", re.IGNORECASE)
"""Before a capture that somebody says was none."""

DRIVEN = re.compile(r"\b(?:driven|forced|pushed|expelled|ousted|cleared|thrown)\b", re.IGNORECASE)
ADVANCES = re.compile(r"^(?:advanc\w*|march\w*|push\w*|mov\w+)\b", re.IGNORECASE)
"""Fighting towards a place."""
COMPLETES = re.compile(r"\b(?:complet\w+|announc\w+|declar\w+|confirm\w+|proclaim\w+)\b[^.;]{0,50}$", re.IGNORECASE)
"""Before a capture that is the news though it stands as a noun: "completing the army's recapture of"."""

DEFEAT = re.compile(r"^(?:defeat|defeated|loss|loses?|lost)$", re.IGNORECASE)
AREA_AFTER = re.compile(
    r"(?:,? (?:and|or) [\w' -]{1,30}?)? (?:areas?|districts?|neighbou?rhoods?|quarters?|suburbs?|countryside|outskirts)\b",
    re.IGNORECASE,
)
"""After a name: an area of that name, or around it."""

OWN_FORCES = re.compile(
    r"\b(?:its|their|his|her) (?:\w+ )?(?:forces|troops|army|military|soldiers|fighters|units|militants)$", re.IGNORECASE
)
EMPTY_TRIGGER = re.compile(r"^(?:of|over|in|into|no|up|out|on|for|head|full|claim|gains)$", re.IGNORECASE)
"""What the reader marks of a longer trigger beside it."""

WITHIN = re.compile(r"^,? (?:in|of|at|near|outside|within|inside) (?:the )?(?:\w+ ){0,3}$", re.IGNORECASE)
"""Between a site and the town that it is in."""

AFTER_DOING = re.compile(r"\b(?:after|by|when|while)\s+(?:\w+ly )?$", re.IGNORECASE)
ENDS_RULE = re.compile(r"\bend(?:s|ed|ing)?\b.{0,45}\b(?:occupation|control|rule|presence)\b", re.IGNORECASE)
"""Of who enters a place: it is theirs now."""
SHARE = re.compile(
    r"\b(?:half|third|quarter|most|much|parts?|\d+ ?%|per ?cent)\b[^.;]{0,12}\b(?:city|town|village|it|capital|area|island)\b",
    re.IGNORECASE,
)
"""How much of a place, told after its name: "more than half of the city"."""
LIST = re.compile(r"(?:\s|,|and|or|as well as|&)+(?:the )?(?:(?:nearby )?(?:town|city|village)s? of )?(?:the )?", re.IGNORECASE)
"""Between two places of one list."""
