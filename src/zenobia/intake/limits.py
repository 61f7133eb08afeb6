"""How much of one document is read. Reports are hostile: what a limit cuts is told as a warning or an error."""

TEXT = 2_000_000
"""Code points of one report's text; the rest is cut off with a warning. A book of 300,000 words is about 1.8 million."""

LINES = 200_000
"""Lines of one document; the rest is cut off with a warning. TEXT in lines of ten characters."""

KEPT_BYTES = 4 * TEXT + 4
"""Bytes kept of a text file: enough for TEXT code points of any encoding read here. The rest is only hashed."""

MARKUP = 5_000_000
"""Code points of one HTML page; its text is a small part of it."""

FILE_BYTES = 256 * 2**20
"""Bytes of a PDF or Word file, which must be held whole."""

UNPACKED_BYTES = 256 * 2**20
"""Bytes a Word file's parts may unpack to, and what a .gz may before its growth is looked at."""

UNPACKED_MARKUP = 64 * 2**20
"""Bytes of XML in a Word file: its tree takes ten times as much. Two million characters of words take about 20 MiB of it."""

UNPACKED_GROWTH = 200
"""How many times its size a .gz may grow to beyond UNPACKED_BYTES. News text packs 3 to 5 times; a bomb about 1,000 times."""

RECORD_BYTES = 64 * 2**20
"""Bytes of one JSON line or CSV row; a longer one is passed over with an error."""

PDF_PAGES = 5_000
"""Pages read of one PDF."""
