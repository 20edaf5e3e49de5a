"""Addresses on the documentation site."""

from __future__ import annotations


def rule_url(docs_url: str, rule: str) -> str:
    """The page of a rule; nothing where no site is configured."""
    return f"{docs_url.rstrip('/')}/rules/{rule}.html" if docs_url else ""
