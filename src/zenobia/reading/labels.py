"""The closed sets that the model's scores stand for, in their fixed order. Changing one asks for new weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zenobia.types import ROLES, EventType, MentionType, RelationType, Status, TollKind

MENTION_TYPES = tuple(MentionType)
EVENT_TYPES = tuple(EventType)
STATUSES = tuple(Status)
TOLL_KINDS = tuple(TollKind)

LINKS = (*ROLES, "time", "attribution", *TOLL_KINDS)
"""What a mention can be to an event: a role, its time, on whose word, or a toll of one kind."""

TIES = (*RelationType, "who")
"""What a mention can be to another: a relation, or ("who") a count of it: from the count to the counted."""

_PARTY = {MentionType.GROUP, MentionType.STATE, MentionType.PERSON, MentionType.PEOPLE}
_SITE = {MentionType.PLACE, MentionType.FACILITY}

LINK_FILLERS: dict[str, set[MentionType]] = {
    "actor": _PARTY | {MentionType.FACILITY, MentionType.OUTLET},
    "target": _PARTY | _SITE | {MentionType.WEAPON, MentionType.OUTLET},
    "supporter": _PARTY,
    "place": _SITE | {MentionType.STATE},
    "means": {MentionType.WEAPON},
    "time": {MentionType.TIME},
    "attribution": _PARTY | {MentionType.OUTLET, MentionType.FACILITY},
    **{kind: {MentionType.COUNT} for kind in TOLL_KINDS},
}
"""Which mention types can fill a link (codebook, sections 2 and 5): others are never given."""

TIE_ENDS: dict[str, tuple[set[MentionType], set[MentionType]]] = {
    "backs": (_PARTY, _PARTY | {MentionType.PLACE}),
    "opposes": (_PARTY, _PARTY),
    "part_of": (_PARTY | _SITE | {MentionType.OUTLET, MentionType.WEAPON}, _PARTY | _SITE | {MentionType.OUTLET}),
    "leads": (
        {MentionType.PERSON, MentionType.GROUP, MentionType.STATE, MentionType.PEOPLE},
        _PARTY | _SITE | {MentionType.OUTLET},
    ),
    "holds": (_PARTY, _SITE),
    "based_in": (_PARTY | {MentionType.OUTLET}, _SITE | {MentionType.STATE}),
    "located_in": (_SITE, _SITE | {MentionType.STATE}),
    "alias": (
        set(MentionType) - {MentionType.TIME, MentionType.COUNT},
        set(MentionType) - {MentionType.TIME, MentionType.COUNT},
    ),
    "who": ({MentionType.COUNT}, _PARTY | _SITE | {MentionType.WEAPON}),
}
"""Which mention types can stand at the two ends of a tie (codebook, section 4)."""

LINK_ALLOWED = np.array([[kind in LINK_FILLERS[link] for link in LINKS] for kind in MENTION_TYPES])
"""[mention types, LINKS] bool: LINK_FILLERS for arrays."""

TIE_ALLOWED = np.array(
    [[[a in TIE_ENDS[tie][0] and b in TIE_ENDS[tie][1] for tie in TIES] for b in MENTION_TYPES] for a in MENTION_TYPES]
)
"""[mention types, mention types, TIES] bool: TIE_ENDS for arrays."""

TIE_POSSIBLE: NDArray[np.bool_] = np.asarray(TIE_ALLOWED.any(-1))
"""[mention types, mention types] bool: whether any tie can stand between them."""
