"""Chips, tables, timelines, diagrams, samples, tokens and the command line page."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import Snapshot
from tests.dcr.checkout import knowledge
from tests.pages.example import RULE
from wfplint.cli.parser import build_parser
from wfplint.dcr.markdown import LABELS, short_title
from wfplint.errors import UserError
from wfplint.pages import pictures, sequence
from wfplint.pages.cli_page import render_cli_reference, subcommands
from wfplint.pages.dcr_page import render_dcr_page
from wfplint.pages.expand import expand, knowledge_pieces
from wfplint.pages.explorer import render_explorer
from wfplint.pages.html import chip, inline
from wfplint.pages.rule_diagram import _SHAPES
from wfplint.pages.rule_index import render_rule_index
from wfplint.pages.svg import Diagram, render
from wfplint.pages.traces import Trace, TraceStep, read_traces
from wfplint.samples import excerpt, read_pair

DIAGRAMS: dict[str, Diagram] = {**pictures.DIAGRAMS, **_SHAPES}


def test_inline_escapes_what_is_not_markup() -> None:
    text = inline("a < b & `c*d` **e** *f* [g](/h)")
    assert text == (
        "a &lt; b &amp; <code>c*d</code> <strong>e</strong> <em>f</em> "
        '<a href="https://learn.microsoft.com/h">g</a>'
    )


@pytest.mark.parametrize("label", LABELS)
def test_every_label_has_a_chip(label: str) -> None:
    assert f"wl-chip--{label}" in chip(label, ["PEND"], knowledge().sources)


def test_short_titles() -> None:
    assert short_title("FwpsX0 function (fwpsk.h)") == "FwpsX0"
    assert short_title("FWPS_CALLOUT0_ (fwpsk.h)") == "FWPS_CALLOUT0"
    assert short_title("Microsoft Q&A: much more") == "Microsoft Q&A"


@pytest.mark.parametrize("name", DIAGRAMS)
def test_a_diagram_is_well_formed_described_and_inside_its_frame(name: str) -> None:
    figure = ElementTree.fromstring(render(DIAGRAMS[name]))
    svg = figure.find(".//svg")
    assert svg is not None and len(svg.attrib["aria-label"]) > 40
    left, top, width, height = map(float, svg.attrib["viewBox"].split())
    for rect in svg.iter("rect"):
        x, y = float(rect.attrib["x"]), float(rect.attrib["y"])
        assert left <= x and x + float(rect.attrib["width"]) <= width
        assert top <= y and y + float(rect.attrib["height"]) <= top + height + 1


@pytest.mark.parametrize("name", pictures.LANES)
def test_a_timeline_reads_in_order_without_styles(name: str) -> None:
    lanes = pictures.LANES[name]
    figure = ElementTree.fromstring(sequence.render(lanes))
    spoken = [item.find("span").text for item in figure.iter("li")]  # type: ignore[union-attr]
    assert spoken == [step.lane for step in lanes.steps]


def test_tokens_are_replaced_and_unknown_ones_named() -> None:
    pieces = knowledge_pieces(knowledge())
    assert "wl-learn" in expand("a\n{{ warning reported }}", pieces, "p.md")
    with pytest.raises(UserError, match=r"p\.md:2: unknown token 'wanring'"):
        expand("a\n{{ wanring reported }}", pieces, "p.md")
    with pytest.raises(UserError, match=r"p\.md:1: 'nope' is unknown to 'fact'"):
        expand("{{ fact nope }}", pieces, "p.md")


def test_every_piece_without_arguments_renders() -> None:
    for name, piece in knowledge_pieces(knowledge()).items():
        if name not in ("warning", "fact", "facts", "chip", "question", "ask"):
            ElementTree.fromstring(f"<div>{expand('{{ ' + name + ' }}', {name: piece}, 'p')}</div>")


def test_samples_without_markers_show_the_whole_file(tmp_path: Path) -> None:
    assert excerpt("int a;\nint b; // expect: X\n", "a.c").marked == (2,)
    (tmp_path / "bad.c").write_text("int bad;\n")
    (tmp_path / "bad.two.c").write_text("int other;\n")
    (tmp_path / "good.cpp").write_text("int good;\n")
    pair = read_pair(tmp_path, "s")
    assert pair.bad and pair.bad.path == "s/bad.c"
    assert pair.good and pair.good.language == "cpp"
    assert pair.files == ("bad.c", "bad.two.c", "good.cpp")


def test_the_index_carries_what_the_filter_needs() -> None:
    page = render_rule_index([RULE])
    row = re.search(r"<tr data-.*?>", page)
    assert row
    for part in ('data-group="WFP9xx"', 'data-severity="warning"', 'data-label="reported"'):
        assert part in row[0]
    assert "reached without a guard ({reason})" in row[0], "the message can be searched"
    assert "hidden" in page.split("<form", 1)[1].split(">")[0], "no controls without scripts"


def test_the_command_line_page_names_every_option() -> None:
    parsers, helps = subcommands(build_parser())
    page = render_cli_reference(parsers, helps)
    for name, parser in parsers.items():
        assert f"## {name}\n" in page
        for action in parser._actions:
            if not isinstance(action, argparse._HelpAction):
                assert all(option in page for option in action.option_strings)
    assert "%(default)s" not in page


def test_the_request_page(snapshot: Snapshot) -> None:
    snapshot("dcr_page.md", render_dcr_page(knowledge(), [RULE]))


TRACE = Trace(
    "t", "Title", "pend.c", {"C": 1}, "I1", "touches </script> a freed endpoint",
    (
        TraceStep("app", "Pend", "context", "pend.c", 2, {"endpoint": "open"}),
        TraceStep("worker", "Complete", "crash", kind="danger"),
    ),
)  # fmt: skip


def test_the_explorer_holds_its_data_and_a_timeline_without_scripts() -> None:
    html = render_explorer([TRACE], {"pend.c": "one\ntwo\nthree\n"}, {"C": "closure"})
    assert html.count("</script>") == 1
    data = json.loads(html.split('data">')[1].split("</script>")[0])
    step = data["traces"][0]["steps"][0]
    assert [line["text"] for line in step["code"] if line["hit"]] == ["two"]
    assert data["traces"][0]["lanes"] == ["app", "worker"]
    assert html.index("wl-seq__step") < html.index("<script")


def test_a_wrong_trace_is_named(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text("{}")
    with pytest.raises(UserError, match=r"t\.json: not a trace"):
        read_traces(tmp_path)
