"""What a mention's own words say of who it is: type and wording to a key. Mentions of one key are one entity.

Kept to mention types: the state "Syria" that acts and the place "Syria" where things happen have two keys (codebook,
section 5: "a country is `state` where it acts, `place` where things happen in it"), and so does a state and its army."""

from __future__ import annotations

from zenobia.reading.names import (
    Wording,
    Words,
    same_names,
    state_capitals,
    state_leaders,
    state_seats,
    strip_titles,
)
from zenobia.reading.word_lists import word_list
from zenobia.types import MentionType

FAMILY = {
    MentionType.GROUP: "group",
    MentionType.OUTLET: "group",  # "the Observatory" is marked as either
    MentionType.STATE: "state",
    MentionType.PERSON: "person",
    MentionType.PEOPLE: "people",
    MentionType.PLACE: "place",
    MentionType.FACILITY: "facility",
}
"""Types that can be one entity. Time, count and weapon are no entities."""

SOME_STATE = "?"  # stands for the state that "the government", "regime forces" leave unsaid

_RULE = frozenset({"government", "govt", "regime", "administration", "authorities", "governments", "regimes"})
_SEVERAL = (("governments",), ("regimes",))  # no one's; behind a name they are a lost apostrophe: "Assad regimes jets"
_ARMIES = frozenset({"army", "military", "armed forces", "arab army", "military forces", "army forces"})
_FORCES = frozenset({"forces", "force", "troops", "soldiers", "fighters", "loyalists", "militiamen"})
_LOYAL = _RULE | {"loyalist", "loyalists"}
_REBEL = frozenset({"rebel", "rebels"})
_BODIES = word_list("identities.bodies")
_MILITANT = frozenset({"militant", "militants", "terrorist", "terrorists"})
_MILITANT_BODIES = _MILITANT | {"takfiri", "groups", "organizations", "organisations", "elements", "gangs"}
_TAILS = _BODIES | _MILITANT | word_list("identities.tails")
"""Words after a name that add nothing to it: "Nusra Front terrorist group"."""

_OUTLET_TAILS = word_list("identities.outlet_tails")
_TOWN = word_list("identities.town")
_BARE = word_list("identities.bare")
"""Words that need the report to say whom they mean."""

_ADJECTIVES = word_list("identities.adjectives")


def identify(kind: MentionType, wording: Wording) -> str | None:
    """The key that a mention's words give it; None when they name nobody by themselves ("the group", "civilians").

    A key of a rule or army left unsaid holds SOME_STATE; `same_entity` fills it in from the report."""
    family = FAMILY.get(kind)
    if family is None or not wording.words:
        return None
    if family == "state":
        return _identify_state(wording)
    if family == "place":
        return _identify_place(wording)
    if family == "group" or (family == "facility" and wording.known):  # "the Pentagon" is marked as either
        return _identify_group(wording)
    if wording.proper and (family != "people" or wording.known):
        words = strip_titles(wording.words) if family == "person" else wording.words
        return f"{family}:{spell(words)}"
    return None


def _identify_state(wording: Wording) -> str | None:
    state = wording.state or state_seats().get(wording.plain) or governed(wording)
    if state is not None:
        return f"state:{state}"
    return f"state:{spell(wording.words)}" if wording.proper else None


def governed(wording: Wording) -> str | None:
    """The state whose government the words name: "Syrian regime", "Assads regime"; SOME_STATE for "the regime"."""
    words = wording.words
    if not words or words[-1] not in _RULE or words in _SEVERAL:
        return None
    return _whose(words[:-1])


def _whose(owner: Words) -> str | None:
    """The state that the words before "government" or "forces" stand for; None when they are no state and no leader."""
    if not owner or all(w in _LOYAL or w in ("pro", "de", "facto") for w in owner):
        return SOME_STATE
    owner = tuple(w for w in owner if w not in _LOYAL)
    if len(owner) == 1 and owner[0].startswith("@"):
        return owner[0][1:]
    leaders = state_leaders()
    bare = (*owner[:-1], owner[-1][:-1]) if owner[-1].endswith("s") else owner
    return leaders.get(owner) or leaders.get(bare) or leaders.get(bare[-1:]) or leaders.get(owner[-1:])


def _identify_place(wording: Wording) -> str | None:
    words = wording.words
    if words[-1] == "capital" and len(words) > 1 and words[0].startswith("@"):
        return f"place:{spell(state_capitals().get(words[0][1:], words))}"
    if not wording.proper:
        return None
    while len(words) > 1 and words[-1] in _TOWN:
        words = words[:-1]
    return f"place:{spell(words)}"


def _identify_group(wording: Wording) -> str | None:
    words = wording.words
    if wording.known is None and len(words) > 1 and words[-1] in _FORCES and (owner := _whose(words[:-1])) is not None:
        return f"group:{owner} forces"
    name = wording.known or _strip_tails(wording)
    if name is not None:
        return f"group:{name}"
    if words in (("loyalist",), ("loyalists",)):
        return f"group:{SOME_STATE} forces"
    rest = tuple(w for w in words if not w.startswith("@"))
    if " ".join(rest) in _ARMIES:
        states = [w[1:] for w in words if w.startswith("@")]
        return f"group:{states[0] if states else SOME_STATE} army"
    if _is_rebel(rest):
        return "group:rebels"
    if rest and len(rest) == len(words) and all(w in _MILITANT_BODIES for w in rest) and any(w in _MILITANT for w in rest):
        return "group:militants"
    return None if len(words) == 1 and words[0] in _BARE else f"group:{spell(words)}"


def _is_rebel(words: Words) -> bool:
    if not words:
        return False
    if words[0] == "opposition" and len(words) > 1:
        return all(w in _BODIES | _REBEL for w in words[1:])
    return any(w in _REBEL for w in words) and all(w in _BODIES | _REBEL for w in words)


def _strip_tails(wording: Wording) -> str | None:
    """The name before "fighters", "terrorist group", "news agency"; None when no name of its own is left ("Syrian rebels")."""
    left, known = wording.plain, same_names()
    while len(left) > 1 and (left[-1] in _TAILS or left[-1] in _OUTLET_TAILS):
        outlet = left[-1] in _OUTLET_TAILS
        left = left[:-1]
        if left in known and (known[left][1] == "outlet" or not outlet):
            return known[left][0]
    if len(left) > 1 and left[-1:] in known and left[-1] in wording.acronyms:  # "Kurdish pro-independence PKK"
        return known[left[-1:]][0]
    named = wording.proper and left != wording.plain and not wording.words[0].startswith("@")
    if not named or all(w in _ADJECTIVES or w in _LOYAL or w in _TAILS for w in left):
        return None
    return spell(left)


def spell(words: Words) -> str:
    """Words as one string in which usual spellings of one Arabic name agree: "Idleb" and "Idlib", "Lattakia" and "Latakia"."""
    spelt = []
    for word in words:
        if word.startswith("@"):
            spelt.append(word)
            continue
        letters = [c for at, c in enumerate(word) if at == 0 or c != word[at - 1] or c.isdigit()]
        spelt.append("".join(letters).replace("e", "i").replace("o", "u"))
    return " ".join(spelt)
