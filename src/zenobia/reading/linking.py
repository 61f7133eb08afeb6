"""The state that the passes of `same_entity` share: mentions in order, their wordings, and what is joined so far."""

from __future__ import annotations

from collections.abc import Sequence

from zenobia.reading.identities import FAMILY
from zenobia.reading.names import Wording, read_wording
from zenobia.types import Mention

_DEFINITE = frozenset({"the", "this", "these", "those", "same"})


class Links:
    """A partition of mentions that only grows coarser. Mentions are numbered from 0 in order of their spans.

    keys: what each mention's own words say of who it is, None where they name nobody.
    """

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text = text
        self.mentions = sorted(mentions, key=lambda m: m.span)
        self.wordings: list[Wording] = [read_wording(m.text) for m in self.mentions]
        self.keys: list[str | None] = [None] * len(self.mentions)
        self._parent = list(range(len(self.mentions)))
        self._number = {m.id: n for n, m in enumerate(self.mentions)}

    def find(self, number: int) -> int:
        """The number that stands for this mention's cluster: its first mention."""
        root = number
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[number] != root:
            self._parent[number], number = root, self._parent[number]
        return root

    def join(self, one: int, other: int) -> None:
        """Make one cluster of two."""
        one, other = self.find(one), self.find(other)
        if one != other:
            self._parent[max(one, other)] = min(one, other)

    def join_ids(self, one: int, other: int) -> None:
        """Join two mentions named by id when they are of one family and both are entities."""
        a, b = self._number.get(one), self._number.get(other)
        if a is not None and b is not None and self.family(a) == self.family(b):
            self.join(a, b)

    def family(self, number: int) -> str:
        return FAMILY[self.mentions[number].type]

    def is_definite(self, number: int) -> bool:
        """Whether "the", "this" or the like stands right before the mention."""
        start = self.mentions[number].span.start
        return self.word_before(number) in _DEFINITE and self.text[start - 1].isspace()

    def word_before(self, number: int) -> str:
        """The word right before the mention, lower case, marks taken off; "" at the beginning."""
        start = self.mentions[number].span.start
        before = self.text[max(0, start - 16) : start].lower().split()
        return before[-1].strip("\"'“‘(-,.;:") if before else ""

    def clusters(self) -> tuple[tuple[int, ...], ...]:
        """The ids of each cluster's mentions, in order of the text."""
        groups: dict[int, list[int]] = {}
        for number, mention in enumerate(self.mentions):
            groups.setdefault(self.find(number), []).append(mention.id)
        return tuple(tuple(group) for group in groups.values())
