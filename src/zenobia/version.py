"""The version of the package: one place."""

VERSION = "0.1.0"
