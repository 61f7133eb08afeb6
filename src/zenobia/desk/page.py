"""The page of the desk: its built files from `page/` beside this module, and a short page where they were not built."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from zenobia.desk.answers import page, told

KINDS = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8", ".json": "application/json", ".topojson": "application/json", ".geojson": "application/geo+json",
    ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".ico": "image/x-icon",
    ".woff2": "font/woff2", ".woff": "font/woff", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8", ".pbf": "application/x-protobuf",
}  # fmt: skip
"""Endings of the files that are served, and as what: the registry of the machine may say another thing, and browsers believe it."""

_NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Zenobia</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 40rem; padding: 0 1rem }</style></head>
<body><h1>Zenobia</h1>
<p>the page was not built: this installation holds the desk's interface alone. Install a released wheel, or build the page in web/ with
<code>npm ci &amp;&amp; npm run build</code>.</p>
<p><a href="/api/docs">What the interface answers</a></p></body></html>
"""


class Pages:
    """The built files, listed once: what an address names is looked up, never opened as a path."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or Path(str(files("zenobia.desk").joinpath("page")))
        found = (path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else ()
        self._files = {path.relative_to(folder).as_posix(): path for path in found if path.suffix.lower() in KINDS}

    async def __call__(self, request: Request) -> Response:
        """A file of the page; of an address that the page itself shows, its first file."""
        name = request.path_params.get("name", "")
        path = self._files.get(name) or (self._files.get("index.html") if "." not in name.rpartition("/")[2] else None)
        if path is None:
            return page(_NOT_BUILT) if not name else told(404, "no such page", "open /", where="page")
        lasts = "public, max-age=31536000, immutable" if name.startswith("assets/") else "no-cache"
        return FileResponse(path, media_type=KINDS[path.suffix.lower()], headers={"cache-control": lasts})
