"""`zenobia read`: documents in, records out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zenobia.exports import Format

Published = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", help="Day of publication (YYYY-MM-DD) of documents that do not tell it; “Sunday” is read from it."
    ),
]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Who published documents that do not tell it.")]
Url = Annotated[str | None, typer.Option(metavar="URL", help="Where documents that do not tell it were published.")]
Language = Annotated[
    str | None, typer.Option(metavar="CODE", help="Language of documents that do not tell it (ISO 639-1: en).")
]
MinConfidence = Annotated[
    float, typer.Option(metavar="X", min=0.0, max=1.0, help="Leave out events and ties the reader is less sure of (0 to 1).")
]
Workers = Annotated[
    int | None,
    typer.Option(
        metavar="N", min=1, help="Processes that read; the records are the same for any number.", show_default="all CPUs"
    ),
]
Output = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write to FILE, whole or not at all, instead of standard output.")
]


def read(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Text, Markdown, HTML, PDF, Word, JSON Lines (.jsonl, .jsonl.gz), CSV, folders of these; - is standard input.",
        ),
    ],
    format: Annotated[
        Format | None,
        typer.Option(help="How records are written.", show_default="table on a terminal, json in a pipe, as FILE ends"),
    ] = None,
    published: Published = None,
    outlet: Outlet = None,
    url: Url = None,
    language: Language = None,
    min_confidence: MinConfidence = 0.0,
    workers: Workers = None,
    output: Output = None,
) -> int:
    """Read reports and print a record of each.

    Standard output carries records alone.
    A document that cannot be read gives one line on standard error, and exit status 1; the others are read all the same.
    """
    from zenobia.cli.run import read_and_write
    from zenobia.intake import Given
    from zenobia.pipeline import parse_day

    day = parse_day(published, where="--published") if published is not None else None
    given = Given(published=day, outlet=outlet, url=url, language=language)
    return read_and_write(paths, given, format, output, min_confidence=min_confidence, workers=workers)
