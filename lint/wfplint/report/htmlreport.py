"""The audit as one HTML file: no script, nothing loaded, light and dark."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from wfplint import __version__
from wfplint.report.audit import VERDICT_STYLE, Group, Row, groups, totals
from wfplint.report.excerpt import one_line
from wfplint.report.styled import c_segments, plain
from wfplint.report.text import files_line
from wfplint.result import Analysis, Sources

_STYLE = """
:root { color-scheme: light dark; --fg: #1b1f24; --bg: #ffffff; --line: #d0d7de; --dim: #57606a;
  --good: #116329; --error: #a40e26; --warning: #7d4e00; --code: #f6f8fa; }
@media (prefers-color-scheme: dark) { :root { --fg: #e6edf3; --bg: #0d1117; --line: #30363d;
  --dim: #9198a1; --good: #56d364; --error: #ff7b72; --warning: #e3b341; --code: #161b22; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--fg); background: var(--bg);
  max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
h2 { font-size: 1.1rem; margin-top: 2.5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem;
  border-bottom: 1px solid var(--line); }
th { color: var(--dim); font-weight: 600; }
code, h2 { font-family: ui-monospace, Consolas, monospace; }
code { font-size: .9em; }
.verdict { font-weight: 600; white-space: nowrap; }
.good { color: var(--good); } .error { color: var(--error); } .warning { color: var(--warning); }
.dim, .comment { color: var(--dim); }
pre { background: var(--code); margin: .2rem 0 .6rem; padding: .3rem .6rem;
  white-space: pre-wrap; overflow-wrap: anywhere; }
ol { margin: .3rem 0; padding-left: 1.4rem; } summary { cursor: pointer; }
"""


def render(analysis: Analysis) -> str:
    """A complete document."""
    body = "".join(_group(group, analysis.sources) for group in groups(analysis))
    body += _problems(analysis)
    files = plain([files_line(analysis)]).strip()
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>WFP pend and completion audit</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>WFP pend and completion audit</h1>\n<p><strong>{escape(totals(analysis.sites))}"
        f"</strong></p>\n{body}"
        f'<p class="dim">{escape(files)} wfplint {__version__}</p>\n</body>\n</html>\n'
    )


def _group(group: Group, sources: Sources) -> str:
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("line", "kind", "call", "function", "verdict", "evidence")
    )
    rows = "".join(_row(row, sources) for row in group.rows)
    return (
        f'<h2>{escape(group.path)}</h2>\n<div class="scroll"><table>\n'
        f"<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}</tbody>\n</table></div>\n"
    )


def _row(row: Row, sources: Sources) -> str:
    site = row.site
    style = VERDICT_STYLE[site.verdict]
    found = "".join(f"<div>{escape(text)}</div>" for text in row.evidence)
    cells: Iterable[str] = (
        f"<td>{row.where}</td><td>{escape(site.kind)}</td><td><code>{escape(site.api)}</code></td>",
        f"<td><code>{escape(site.function)}</code></td>",
        f'<td class="verdict {style}">{escape(row.verdict)}</td>',
        f"<td>{found}{_path(row, sources)}</td>",
    )
    return f"<tr>{''.join(cells)}</tr>\n"


def _path(row: Row, sources: Sources) -> str:
    if not row.site.trace:
        return ""
    items = []
    for step in row.site.trace:
        place = sources.place(step.span)
        items.append(
            f'<li>{escape(step.message)} <span class="dim">{escape(place.path)}:{place.line}</span>'
            f"<pre><code>{_code(one_line(sources, place))}</code></pre></li>"
        )
    return f"<details open><summary>path</summary><ol>{''.join(items)}</ol></details>"


def _code(text: str) -> str:
    return "".join(
        f'<span class="{style}">{escape(part)}</span>' if style == "comment" else escape(part)
        for part, style in c_segments(text)
    )


def _problems(analysis: Analysis) -> str:
    if not analysis.problems:
        return ""
    items = "".join(
        f"<li><code>{escape(p.path)}:{p.line}</code> {escape(p.message)}</li>"
        for p in analysis.problems
    )
    return f"<h2>Not analysed</h2>\n<ul>{items}</ul>\n"
