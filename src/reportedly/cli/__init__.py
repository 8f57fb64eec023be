"""The command line: `reportedly code`, `explain`, `schema`, `codebook`."""

from __future__ import annotations

from reportedly.cli.app import app, main

__all__ = ["app", "main"]
