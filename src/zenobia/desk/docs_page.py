"""The page that lists what the interface answers, made from its own description: no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color-scheme: light dark }
h2 { font-size: 1.05rem; margin: 1.6rem 0 0 } code { font-family: ui-monospace, monospace } dd { margin: 0 0 0 1.5rem }
"""


def docs_page(described: dict[str, Any]) -> str:
    """The page. described: the interface in OpenAPI."""
    body = "".join(_endpoints(described))
    title = escape(f"{described['info']['title']} {described['info']['version']}")
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>
<body><h1>{title}</h1>
<p>{escape(described["info"]["description"])} In full: <a href="/api/openapi.json">/api/openapi.json</a></p>
{body}</body></html>
"""


def _endpoints(described: dict[str, Any]) -> Iterator[str]:
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            yield f"<h2><code>{method.upper()} {escape(path)}</code></h2>\n<p>{escape(told.get('summary', ''))}</p>\n"
            names = "".join(_parameter(parameter) for parameter in told.get("parameters", ()))
            yield f"<dl>{names}</dl>\n" if names else ""


def _parameter(told: dict[str, Any]) -> str:
    needed = ", needed" if told.get("required") else ""
    what = escape(told.get("description") or "") or escape(_kind(told.get("schema", {})))
    return f"<dt><code>{escape(told['name'])}</code></dt><dd>{what}{needed}</dd>\n"


def _kind(schema: dict[str, Any]) -> str:
    """A value's kind in words."""
    kinds = [s for s in schema.get("anyOf", [schema]) if s.get("type") != "null"]
    first = kinds[0] if kinds else {}
    if "enum" in first:
        return ", ".join(map(str, first["enum"]))
    if "$ref" in first:
        return str(first["$ref"]).rpartition("/")[2]
    inner = first.get("items", {})
    of = f" of {inner.get('$ref', inner.get('type', 'values')).rpartition('/')[2]}" if inner else ""
    return f"{first.get('format') or first.get('type', 'value')}{of}"
