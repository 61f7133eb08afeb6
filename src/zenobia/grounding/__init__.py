"""Grounding: phrases of a reading to what they mean. Days and numbers now; actors and places are to come.

Takes a Reading, gives the same Reading with days on its time mentions, times on its events and bounds on its tolls."""

from __future__ import annotations

from zenobia.grounding.ground import ground_reading

__all__ = ["ground_reading"]
