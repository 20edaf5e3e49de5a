"""Labelled public drivers: which sites are found, and whether verdicts agree with the labels."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

LABELS = Path(__file__).with_name("labels.yaml")
NAMED = (
    *("FwpsPendOperation0", "FwpsCompleteOperation0"),
    *("FwpsPendClassify0", "FwpsCompleteClassify0"),
)


class Label(NamedTuple):
    """What is known of one call; `verdict` and `reason` are empty where only the place is."""

    kind: str
    at: str
    function: str = ""
    verdict: str = ""
    reason: str = ""


class Driver(NamedTuple):
    """A public driver at a commit."""

    repository: str
    commit: str
    folder: str
    labels: tuple[Label, ...]


class Row(NamedTuple):
    """A label, or an unexpected site, with what the audit says: `outcome` is agree, weaker,
    disagree, missed or unexpected.
    """

    repository: str
    label: Label
    verdict: str
    reason: str
    outcome: str


def drivers() -> list[Driver]:
    """The labelled drivers."""
    data = YAML(typ="safe").load(LABELS.read_text(encoding="utf-8"))
    return [_driver(item) for item in data["drivers"]]


def _driver(item: dict[str, Any]) -> Driver:
    completions = [Label("completion", **values) for values in item["completions"]]
    pends = [Label("pend", at) for at in item["pends"]]
    return Driver(item["repository"], item["commit"], item["folder"], (*completions, *pends))


def checkout(root: Path, driver: Driver) -> Path | None:
    """Where a driver lies under `root`: `owner+name`, or any folder that has its commit."""
    named = root / driver.repository.replace("/", "+")
    folders = [named, *sorted(root.iterdir())] if root.is_dir() else []
    for folder in folders:
        if (folder / driver.folder).is_dir() and _head(folder) == driver.commit:
            return folder
    return None


def _head(folder: Path) -> str:
    command = ["git", "-C", str(folder), "rev-parse", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def compare(driver: Driver, folder: Path, wfplint: Sequence[str]) -> list[Row]:
    """Audit a driver. Raises RuntimeError if that says something else than JSON."""
    command = [*wfplint, "audit", "--no-cache", "--format", "json", "."]
    place = folder / driver.folder
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    try:
        return rows(driver, done.stdout)
    except ValueError:
        raise RuntimeError(f"{driver.repository}: {done.stderr.strip()[-500:]}") from None


def rows(driver: Driver, document: str) -> list[Row]:
    """The labels in their order, then what no label speaks of. Raises ValueError without JSON."""
    sites = json.loads(document)["sites"]
    return list(_rows(driver, {(site["kind"], _at(site)): site for site in sites}))


def _at(site: dict[str, Any]) -> str:
    return f"{site['path'].removeprefix('./')}:{site['line']}"


def _rows(driver: Driver, sites: dict[tuple[str, str], dict[str, Any]]) -> Iterable[Row]:
    for label in driver.labels:
        site = sites.pop((label.kind, label.at), None)
        if site is None:
            yield Row(driver.repository, label, "", "", "missed")
        else:
            outcome = _outcome(label, site)
            yield Row(driver.repository, label, site["verdict"], site["reason"], outcome)
    for (kind, at), site in sites.items():
        if site["api"] in NAMED:
            label = Label(kind, at, site["function"])
            yield Row(driver.repository, label, site["verdict"], site["reason"], "unexpected")


def _outcome(label: Label, site: dict[str, Any]) -> str:
    if label.verdict and site["verdict"] != label.verdict:
        return "disagree"
    if label.function and site["function"].rpartition("::")[2] != label.function:
        return "disagree"
    return "weaker" if label.reason and site["reason"] != label.reason else "agree"
