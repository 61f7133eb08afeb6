"""Example reports, of our own writing: what they tell is invented, and so are the places and the parties."""

REPORTS = (
    "agency-report.txt",
    "military-release.txt",
    "monitor-bulletin.md",
    "comment.txt",
    "diplomatic-round-up.html",
    "protests.txt",
)
"""File names, in the order in which `zenobia demo` reads them."""
