"""The arguments of each command."""

from __future__ import annotations

import argparse

CHECK_FORMATS = ("text", "json", "sarif", "github", "msvc")
AUDIT_FORMATS = ("text", "json", "markdown", "html")
RULE_FORMATS = ("text", "json", "markdown")
SEVERITIES = ("note", "warning", "error", "never")
PROFILES = ("default", "strict", "pend-only")


def check(parser: argparse.ArgumentParser) -> None:
    _paths(parser)
    _output(parser, CHECK_FORMATS)
    _selection(parser)
    group = parser.add_argument_group("fixes")
    group.add_argument("--diff", action="store_true", help="show safe fixes as a unified diff")
    group.add_argument("--write", action="store_true", help="with --diff: write them to the files")
    _build(parser).add_argument(
        "--profile-rules",
        action="store_true",
        help="say on standard error what each rule cost; without the cache",
    )


def audit(parser: argparse.ArgumentParser) -> None:
    _paths(parser)
    _output(parser, AUDIT_FORMATS)
    _build(parser)


def baseline(parser: argparse.ArgumentParser) -> None:
    _paths(parser)
    parser.add_argument(
        "--output", metavar="FILE", default="wfplint-baseline.json", help="default: %(default)s"
    )
    _color(parser)
    _selection(parser, filtering=False)
    _build(parser)


def rule(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID", help="id or name; without it, every rule")
    _format(parser, RULE_FORMATS)
    _config(parser)


def init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", default=".", help="the tree (default: this folder)")
    parser.add_argument("--force", action="store_true", help="replace an existing wfplint.yaml")
    parser.add_argument("--stdout", action="store_true", help="print it instead of writing it")


def new_rule(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="a free id, such as WFP308")
    parser.add_argument("name", metavar="NAME", help="the bad pattern in kebab-case")
    parser.add_argument(
        "--out", metavar="DIR", default=".", help="the tree with rules/ and samplecode/"
    )


def dcr(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="DIR", help="folder for the texts and patches")
    parser.add_argument(
        "--docs",
        metavar="CHECKOUT",
        action="append",
        default=[],
        help="checkout of a documentation repository to make a patch for; repeatable",
    )
    parser.add_argument("--check", action="store_true", help="fail if records and texts disagree")


def docs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="DIR", required=True, help="folder for the pages")


def dump(parser: argparse.ArgumentParser) -> None:
    views = ("ir", "cfg", "callgraph", "program")
    parser.add_argument("what", choices=views, metavar=f"{{{','.join(views)}}}")
    parser.add_argument("paths", nargs="+", metavar="FILE")
    parser.add_argument("--function", metavar="NAME", help="only this function")
    parser.add_argument("--format", choices=("text", "mermaid"), default="text")
    parser.add_argument("--output", metavar="FILE", help="write there instead of standard output")
    _build(parser)


def lsp(parser: argparse.ArgumentParser) -> None:
    _config(parser)


def _paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="file, folder, .vcxproj or compile_commands.json (default: from the configuration, "
        "else this folder)",
    )


def _output(parser: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    group = parser.add_argument_group("output")
    _format(group, formats)
    group.add_argument(
        "-v", "--verbose", action="store_true", help="also show what was only partly understood"
    )


def _format(parser: argparse._ActionsContainer, formats: tuple[str, ...]) -> None:
    parser.add_argument("--format", choices=formats, default="text", help="default: text")
    parser.add_argument("--output", metavar="FILE", help="write the report there")
    _color(parser)


def _color(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="default: auto"
    )


def _selection(parser: argparse.ArgumentParser, *, filtering: bool = True) -> None:
    group = parser.add_argument_group("rules")
    for name in ("select", "ignore"):
        group.add_argument(
            f"--{name}",
            metavar="IDS",
            action="append",
            help=f"{name} these rules, by id, prefix or name, separated by commas",
        )
    group.add_argument("--profile", choices=PROFILES, help="default: default")
    if filtering:
        group.add_argument(
            "--fail-on", choices=SEVERITIES, help="lowest severity that gives exit code 1 (warning)"
        )
        group.add_argument("--baseline", metavar="FILE", help="hide the findings listed there")
        group.add_argument(
            "--report-only",
            metavar="PATH",
            nargs="+",
            action="extend",
            help="report only what lies in these files; the rest is still analysed",
        )


def _build(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    group = parser.add_argument_group("sources")
    group.add_argument(
        "-I", dest="include_dirs", metavar="DIR", action="append", help="include folder"
    )
    group.add_argument("-D", dest="defines", metavar="NAME[=VALUE]", action="append", help="define")
    group.add_argument(
        "--configuration",
        metavar="NAME",
        default="",
        help="configuration of the .vcxproj or .sln, such as 'Debug' or 'Debug|ARM64' "
        "(default: Release for x64)",
    )
    group.add_argument("--wdk", metavar="DIR", help="use the headers of this WDK")
    group.add_argument("--exclude", metavar="GLOB", action="append", help="leave these files out")
    group.add_argument("--jobs", metavar="N", type=int, help="use N processors (default: all)")
    group.add_argument("--no-cache", action="store_true", help="neither read nor write the cache")
    _config(group)
    return group


def _config(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--config", metavar="FILE", help="default: searched upwards")
