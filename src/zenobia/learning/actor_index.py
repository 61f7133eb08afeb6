"""python -m zenobia.learning.actor_index: the trie of the shipped actor table, to be made anew when a row of it was changed."""

from __future__ import annotations

from zenobia.grounding.actor_index import ACTORS, write_index


def main() -> None:
    """Write it; prints its size."""
    written = write_index(ACTORS)
    print(f"{written.name}: {written.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
