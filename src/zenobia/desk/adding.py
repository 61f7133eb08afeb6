"""Requests that bring reports: pasted words, uploaded files, an address of the web; each becomes a job."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from zenobia.desk.answers import TooMuchError
from zenobia.desk.asked import Asked, Day, Text, Words
from zenobia.desk.desk import Desk
from zenobia.desk.fetching import LONGEST_URL, Fetch
from zenobia.desk.jobs import base_name, own_folder
from zenobia.desk.taking import Document
from zenobia.errors import UsageError
from zenobia.intake import Given

MOST_BYTES = 20 * 2**20
"""Of one file."""

MOST_FILES = 100
"""Of one upload."""

_PASTED = "pasted.jsonl"
_ENDINGS = {"text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/plain": ".txt"}
"""Media types that say how a page is to be read; of others its beginning says."""


class Paste(BaseModel):
    """Words of a report."""

    model_config = ConfigDict(extra="forbid")

    text: Text = Field(min_length=1)
    title: Words | None = None
    published: Day | None = None
    outlet: Words | None = None
    url: str | None = Field(None, max_length=LONGEST_URL)
    who: Words | None = None


class Address(BaseModel):
    """A page of the web to be fetched."""

    model_config = ConfigDict(extra="forbid")

    fetch: str = Field(max_length=LONGEST_URL)
    published: Day | None = None
    outlet: Words | None = None
    who: Words | None = None


class About(Asked):
    """What an upload says of its files, in fields beside them."""

    published: Day | None = None
    outlet: Words | None = None
    url: Words | None = None
    language: Words | None = None
    who: Words | None = None


async def add(desk: Desk, request: Request) -> str:
    """The id of the job that a request starts. Raises UsageError, TooMuchError, and pydantic's ValidationError for what is no such request."""
    desk.refuse_unwritable()
    if request.headers.get("content-type", "").lower().startswith("multipart/"):
        return await _upload(desk, request)
    told = _json(await request.body())
    asked = Address.model_validate(told) if isinstance(told, dict) and "fetch" in told else Paste.model_validate(told)
    folder = await run_in_threadpool(own_folder)
    if isinstance(asked, Address):
        given = Given(published=asked.published, outlet=asked.outlet)
        return desk.jobs.start(asked.fetch, folder, partial(_fetched, desk.fetch, asked.fetch, given), who=asked.who)
    return desk.jobs.start("pasted text", folder, partial(_pasted, asked), who=asked.who)


def _json(body: bytes) -> Any:
    """The body as values. Raises UsageError for what is no JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise UsageError("no JSON", where="request", mend='send {"text": "..."} or {"fetch": "https://..."}') from None


def _pasted(asked: Paste, folder: Path) -> list[Document]:
    """The words as the line of JSON Lines that intake reads, so that a title given is kept."""
    told = asked.model_dump(mode="json", exclude={"who"}, exclude_none=True)
    path = folder / "0"
    path.write_text(json.dumps(told), encoding="ascii")
    return [Document(name=_PASTED, path=path, given=Given())]


def _fetched(fetch: Fetch, url: str, given: Given, folder: Path) -> list[Document]:
    found = fetch(url)
    path = folder / "0"
    path.write_bytes(found.body)
    name = f"{base_name(found.url)[:60]}{_ENDINGS.get(found.kind, '')}"
    whole = Given(published=given.published, outlet=given.outlet, url=found.url)
    return [Document(name=name, path=path, given=whole)]


async def _upload(desk: Desk, request: Request) -> str:
    """The job of an upload, its files copied into a folder of the job's own under names of our own."""
    try:
        form = await request.form(max_files=MOST_FILES, max_fields=10)
    except HTTPException as error:
        if error.status_code == 413:
            raise
        what = f"more than {MOST_FILES} files" if "files" in str(error.detail) else "no form with files"
        kind = TooMuchError if "files" in str(error.detail) else UsageError
        raise kind(what, where="upload", mend=f"send up to {MOST_FILES} files as multipart/form-data") from None
    try:
        files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        about = About.model_validate({name: value for name, value in form.items() if isinstance(value, str)})
        if not files:
            raise UsageError("no file", where="upload", mend="send a file with the form")
        large = [base_name(file.filename or "") for file in files if (file.size or 0) > MOST_BYTES]
        if large:
            mend = "split it, or add it with zenobia add"
            raise TooMuchError(f"{large[0]} is larger than {MOST_BYTES // 2**20} MB", where="upload", mend=mend)
        folder = await run_in_threadpool(own_folder)
        try:
            given = Given(published=about.published, outlet=about.outlet, url=about.url, language=about.language)
            documents = [await run_in_threadpool(_kept, file, folder / str(i), given) for i, file in enumerate(files)]
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    finally:
        await form.close()
    subject = " ".join(document.name for document in documents)[:500]
    return desk.jobs.start(subject, folder, lambda _: documents, who=about.who)


def _kept(file: UploadFile, path: Path, given: Given) -> Document:
    with path.open("wb") as out:
        shutil.copyfileobj(file.file, out)
    return Document(name=base_name(file.filename or ""), path=path, given=given)
