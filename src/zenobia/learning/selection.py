"""Which reports of current_events are about what gold is about: the domain to pretrain on.

A bag-of-words classifier tells gold/train from the rest; what it takes for gold well above the average is kept."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from zenobia.learning.corpora import Source

SHORTEST, LONGEST = 40, 800  # characters of a report worth reading
LIKE_GOLD = 0.13  # keeps about 46,000 of 104,000: the median report has 0.11, gold/dev's 0.30
OTHERS = 8000  # reports that stand for the rest


def select_domain(sources: Sequence[Source], gold: Sequence[str], *, seed: int = 7) -> list[str]:
    """The texts of `sources` that read like the `gold` texts, in their order; texts of gold itself are left out."""
    known = set(gold)
    pool = [s.text for s in sources if s.text not in known and SHORTEST <= len(s.text) <= LONGEST]
    others = random.Random(seed).sample(pool, min(OTHERS, len(pool)))
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    seen = words.fit_transform([*gold, *others])
    classifier = LogisticRegression(C=3).fit(seen, np.r_[np.ones(len(gold)), np.zeros(len(others))])
    likeness = classifier.predict_proba(words.transform(pool))[:, 1]
    return [text for text, like in zip(pool, likeness, strict=True) if like > LIKE_GOLD]
