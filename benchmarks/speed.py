"""python benchmarks/speed.py: how fast and how large `zenobia read --format json` is; prints one table.

Articles of 700 words are made of the shipped examples, cut and shuffled by sentence with a fixed seed. Run it on a quiet
machine; figures for docs/quality.md are the median of three."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import zenobia
from zenobia.reading.model import load_model
from zenobia.reading.pieces import cut_pieces
from zenobia.reading.sentences import cut_sentences
from zenobia.reading.windows import cut_windows, sentence_of_words

WORDS = 700
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: whole and first-record time in seconds, peak resident memory of all its processes in MB."""

    seconds: float
    first: float
    megabytes: float


def make_articles(count: int, words: int = WORDS, seed: int = 1) -> list[str]:
    """`count` texts of about `words` words, no two alike."""
    folder = Path(zenobia.__file__).parent / "examples"
    sentences = [
        s.of(t)
        for p in sorted(folder.iterdir())
        if p.suffix in (".txt", ".md")
        for t in [p.read_text("utf-8")]
        for s in cut_sentences(t)
    ]
    dice = random.Random(seed)
    articles = []
    for _ in range(count):
        text: list[str] = []
        size = 0
        while size < words:
            sentence = dice.choice(sentences)
            text.append(sentence)
            size += len(sentence.split())
        articles.append(" ".join(text))
    return articles


def run_read(articles: list[str], workers: int) -> Run:
    """`zenobia read --format json` over one JSON Lines file, as a user runs it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text(
            "".join(json.dumps({"text": a, "published": "2024-05-06", "id": str(i)}) + "\n" for i, a in enumerate(articles))
        )
        began = time.perf_counter()
        command = [sys.executable, "-m", "zenobia", "read", str(path), "--format", "json", "--workers", str(workers)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        peak = [0.0]
        watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
        watcher.start()
        assert process.stdout is not None
        first = 0.0
        for number, _ in enumerate(process.stdout):
            first = first if number else time.perf_counter() - began
        process.wait()
        return Run(time.perf_counter() - began, first, peak[0])


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], _resident(process.pid))
        time.sleep(0.05)


def _resident(pid: int) -> float:
    """Resident megabytes of a process and its children, shared pages counted once (PSS)."""
    total = 0.0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) / 1024
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                total += _resident(int(child))
    except OSError:
        pass
    return total


def bare_encoder(articles: list[str]) -> tuple[float, float]:
    """Articles and word pieces a second through the encoder alone, one process of one thread."""
    model = load_model()
    cut = [cut_pieces(model.tokenizer, a) for a in articles]
    windows = [cut_windows(p, sentence_of_words(p, cut_sentences(a))) for p, a in zip(cut, articles, strict=True)]
    list(model.word_vectors(cut[0], windows[0]))
    began = time.perf_counter()
    for pieces, window in zip(cut, windows, strict=True):
        list(model.word_vectors(pieces, window))
    seconds = time.perf_counter() - began
    return len(articles) / seconds, sum(len(p.ids) for p in cut) / seconds


def torch_encoder(articles: list[str]) -> float | None:
    """Articles a second through the same encoder in PyTorch, fp32, one thread; None without the [learn] extra."""
    try:
        import torch

        from zenobia.learning.encoder import Encoder
    except ImportError:
        return None
    torch.set_num_threads(1)
    model, encoder = load_model(), Encoder().eval()
    began = time.perf_counter()
    with torch.no_grad():
        for article in articles:
            ids = torch.from_numpy(cut_pieces(model.tokenizer, article).ids)
            for chunk in ids.split(190):
                row = chunk[None]
                encoder(row, torch.zeros_like(row), torch.ones_like(row, dtype=torch.bool))
    return len(articles) / (time.perf_counter() - began)


def median(articles: list[str], workers: int) -> Run:
    """The run of median duration."""
    runs = sorted((run_read(articles, workers) for _ in range(ROUNDS)), key=lambda r: r.seconds)
    return runs[ROUNDS // 2]


def main() -> None:
    """Print the table."""
    articles = make_articles(200)
    rows: list[tuple[str, str]] = []
    encoder, pieces = bare_encoder(articles[:60])
    rows.append(("bare encoder, one thread", f"{encoder:.1f} articles/s, {pieces:,.0f} word pieces/s"))
    plain = torch_encoder(articles[:12])
    if plain:
        rows.append(
            ("the same encoder in PyTorch fp32, one thread", f"{plain:.1f} articles/s (ours {encoder / plain:.1f} times)")
        )
    for workers in (1, 2):
        run = median(articles, workers)
        rate = len(articles) / run.seconds
        rows.append(
            (
                f"zenobia read, {workers} worker(s), start included",
                f"{rate:.1f} articles/s, {rate / (workers * encoder):.0%} of the bare encoder",
            )
        )
        rows.append(("  first record after", f"{run.first:.2f} s"))
        rows.append(("  resident at most", f"{run.megabytes:.0f} MB"))
    starts = statistics.median(run_read(articles[:1], 1).seconds for _ in range(ROUNDS))
    rows.append(("one article, whole command", f"{starts:.2f} s"))
    for count in (100, 200, 400):
        seconds = run_read(make_articles(count), 1).seconds - starts
        rows.append((f"{count} reports of 700 words, one worker", f"{1000 * seconds / count:.1f} ms a report"))
    for words in (700, 2800, 11200):
        seconds = run_read(make_articles(70_000 // words, words), 1).seconds - starts
        rows.append((f"reports of {words} words, one worker", f"{1000 * seconds / 100:.1f} ms per 700 words"))
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"{name:{width}}  {value}")


if __name__ == "__main__":
    main()
