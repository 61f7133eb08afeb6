"""Which kinds of event can be tellings of one happening: "a bombing" and "an attack" can, "an attack" and "an arrest" cannot."""

from __future__ import annotations

from zenobia.types import EventType as T

FAMILIES: dict[str, frozenset[T]] = {
    "violence": frozenset({T.CLASH, T.AIRSTRIKE, T.SHELLING, T.BOMBING, T.ATTACK, T.DESTRUCTION, T.ABDUCTION, T.RIOT}),
    "control": frozenset({T.CAPTURE, T.WITHDRAWAL, T.SIEGE}),
    "movement": frozenset({T.DEPLOY, T.DISPLACE}),
    "law": frozenset({T.ARREST, T.PROSECUTE, T.COERCE}),
    "pressure": frozenset({T.SANCTION, T.THREATEN, T.ACCUSE, T.REJECT, T.DEMAND}),
    "accord": frozenset({T.CONSULT, T.AGREE, T.CONCEDE, T.SUPPORT, T.AID}),
    "street": frozenset({T.PROTEST}),
}
"""Families of event types (codebook, section 1). A happening is of one family."""

FAMILY_OF: dict[T, str] = {kind: name for name, kinds in FAMILIES.items() for kind in kinds}

KIN: frozenset[frozenset[str]] = frozenset(
    {
        frozenset({"violence", "street"}),  # a protest that becomes a riot
        frozenset({"violence", "control"}),  # a town stormed, a town taken
        frozenset({"law", "violence"}),  # hostages "seized" read as coercion, raids read as arrests
        frozenset({"movement", "control"}),  # troops that leave: deployment or withdrawal
        frozenset({"pressure", "accord"}),  # a truce offered, refused, agreed
    }
)
"""Families that the reader, or the outlets, take for one another."""


def can_be_one(a: T, b: T) -> bool:
    """Whether two event types can tell one happening."""
    first, second = FAMILY_OF[a], FAMILY_OF[b]
    return first == second or frozenset({first, second}) in KIN
