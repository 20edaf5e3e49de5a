"""`wfplint rule`: explain one rule, or list all of them, without a network."""

from __future__ import annotations

import argparse

from wfplint.app import load_rules
from wfplint.cli.exits import Exit
from wfplint.cli.settings import load_config
from wfplint.cli.terminal import write_lines, write_text
from wfplint.report import rulepage
from wfplint.rulebook.model import Rule, Rulebook
from wfplint.samples import pair_of
from wfplint.selection import find_rule


def run(arguments: argparse.Namespace) -> int:
    rulebook = load_rules(load_config(arguments.config).rules)
    if arguments.id:
        rule = rulebook.rules[find_rule(rulebook.rules.values(), arguments.id, rulebook.removed)]
        _show(rule, rulebook, arguments)
    else:
        _list(rulebook, arguments)
    return Exit.CLEAN


def _show(rule: Rule, rulebook: Rulebook, arguments: argparse.Namespace) -> None:
    if arguments.format == "json":
        write_text(rulepage.render_json([rule]), output=arguments.output)
        return
    pair = pair_of(rule)
    if arguments.format == "markdown":
        text = rulepage.render_markdown(rule, pair, rulebook.sources)
        write_text(text, output=arguments.output)
        return
    lines = rulepage.render_text(rule, pair, rulebook.sources)
    write_lines(lines, output=arguments.output, color=arguments.color)


def _list(rulebook: Rulebook, arguments: argparse.Namespace) -> None:
    rules = sorted(rulebook.rules.values(), key=lambda rule: rule.id)
    if arguments.format == "json":
        write_text(rulepage.render_json(rules), output=arguments.output)
    elif arguments.format == "markdown":
        rows = [f"| {r.id} | {r.name} | {r.severity.value} | {r.title} |\n" for r in rules]
        head = "| id | name | severity | title |\n| --- | --- | --- | --- |\n"
        write_text(head + "".join(rows), output=arguments.output)
    else:
        lines = rulepage.render_list(rules)
        write_lines(lines, output=arguments.output, color=arguments.color)
