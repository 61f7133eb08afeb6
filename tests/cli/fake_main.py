"""The `zenobia` command with the fake reader in the reader's place: `python tests/cli/fake_main.py read ...`.

Run as a program, so that exit statuses, pipes, signals and worker processes are the real ones."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from fakes import make_fake
from zenobia import pipeline
from zenobia.cli import main

pipeline.load_reader = make_fake  # type: ignore[assignment]

if __name__ == "__main__":
    main()
