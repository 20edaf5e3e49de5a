"""Hooks of the site build: generated pages, their place in the navigation, and tokens in pages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "lint"))

from mkdocs.exceptions import PluginError  # noqa: E402
from mkdocs.structure.files import File, Files  # noqa: E402

from wfplint.cli.parser import build_parser  # noqa: E402
from wfplint.errors import UserError  # noqa: E402
from wfplint.pages.cli_page import subcommands  # noqa: E402
from wfplint.pages.collect import collect  # noqa: E402
from wfplint.pages.expand import expand  # noqa: E402
from wfplint.pages.site import SiteInput, generated_pages, pieces, rule_navigation  # noqa: E402

_state: dict[str, Any] = {}


def on_config(config: Any) -> Any:
    """Read the records and put the rule pages into the navigation."""
    try:
        site = collect(ROOT, *subcommands(build_parser()))
    except UserError as error:
        raise PluginError(str(error)) from error
    _state["site"] = site
    for entry in config["nav"]:
        if "Rules" in entry:
            entry["Rules"] = ["rules/index.md", *rule_navigation(site.rules)]
    config["watch"] = [*config["watch"], str(ROOT / "rules"), str(ROOT / "lint/wfplint/pages")]
    return config


def on_files(files: Files, config: Any) -> Files:
    """Add the generated pages; nothing is written to the tree."""
    for path, text in generated_pages(_site()).items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Replace the tokens of hand-written pages."""
    try:
        return expand(markdown, pieces(_site()), page.file.src_uri)
    except UserError as error:
        raise PluginError(str(error)) from error


def _site() -> SiteInput:
    site = _state["site"]
    assert isinstance(site, SiteInput)
    return site
