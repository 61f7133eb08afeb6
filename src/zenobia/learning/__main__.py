"""python -m zenobia.learning: from ../shared to the shipped weights, with fixed seeds (CONTRIBUTING.md, Retraining)."""

from __future__ import annotations

import argparse
from pathlib import Path

from zenobia.reading.model import FOLDER


def main() -> None:
    """Retrain, tune, export, and write the model card."""
    parser = argparse.ArgumentParser(prog="python -m zenobia.learning", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder with gold and corpora")
    parser.add_argument("--marks", type=Path, default=Path("marks/train.jsonl"), help="our own marks on reports of the corpora")
    parser.add_argument(
        "--work",
        type=Path,
        default=Path("build/learning"),
        help="where stages leave what they made; a stage found there is not run again",
    )
    parser.add_argument("--out", type=Path, default=FOLDER, help="the model folder to write")
    chosen = parser.parse_args()
    from zenobia.learning.retrain import retrain  # torch loads here, after the options are known to be right

    retrain(chosen.shared, chosen.marks, chosen.work, chosen.out)


if __name__ == "__main__":
    main()
