"""Loading: the bundled rules, a project's own, and the caches between."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.rulebook.support import FACTS, RULE, project
from wfplint.dataflow.effects import Acquire, Operand
from wfplint.rulebook import codec, index, load_rulebook, loader, spellings, store
from wfplint.rulebook.__main__ import build


def test_the_compiled_rules_are_fresh() -> None:
    text = loader.COMPILED.read_text(encoding="utf-8")
    assert text == build(), "run: python -m wfplint.rulebook"


def test_the_compiled_rules_are_the_rules() -> None:
    files = loader.bundled_files()
    parsed = loader.compile_files(files, store.Cache(None))
    revived = codec.loads(codec.dumps(parsed))
    assert [d[:5] for d in revived] == [d[:5] for d in parsed]


def test_the_index_is_that_of_the_rules() -> None:
    found = loader.load_index()
    assert found == index.index_of(load_rulebook())
    assert "FwpsCompleteOperation0" in found.sites
    assert "KeAcquireSpinLock" in found.followed


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"digest": "0"}', '{"digest": "0", "table": [[1], 2, 3, 4]}']
)
def test_without_a_compiled_index_the_rules_are_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    expected = loader.load_index()
    (tmp_path / "compiled.json").write_text(text)
    monkeypatch.setattr(loader, "COMPILED", tmp_path / "compiled.json")
    assert loader.load_index() == expected


def test_a_run_parses_no_yaml_and_loads_no_parser() -> None:
    code = (
        "import sys; from wfplint.rulebook import load_rulebook; book = load_rulebook();"
        "assert book.rules and book.facts.functions; "
        "print([m for m in sys.modules if m.split('.')[0] in ('ruamel', 'clang', 'tree_sitter')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_project_extends_the_bundled_rules(tmp_path: Path) -> None:
    bundled = load_rulebook()
    book = load_rulebook([project(tmp_path / "rules")], cache_dir=tmp_path / "cache")
    assert set(book.rules) == {*bundled.rules, "ACME001"}
    effect = book.facts.functions["AcmeOpen"].effects[0]
    assert effect == Acquire("door", Operand(0), when="nonzero")
    assert "ACME001" not in load_rulebook().rules


def test_a_project_redefines_a_function_only_on_purpose(tmp_path: Path) -> None:
    facts = FACTS + "  KeSetEvent: {result: void}\nreplaces: [KeSetEvent]\n"
    book = load_rulebook([project(tmp_path / "rules", facts=facts)], use_cache=False)
    assert book.facts.functions["KeSetEvent"].result == "void"
    assert load_rulebook().facts.functions["KeSetEvent"].result == "integer"


def test_an_included_file_is_read_once(tmp_path: Path) -> None:
    directory = project(tmp_path / "rules", facts="include: [../shared.yml, more.yaml]\n" + FACTS)
    (directory / "shared.yml").write_text("constants: {ACME: 7}\ninclude: [api/more.yaml]\n")
    (directory / "api" / "more.yaml").write_text("constants: {ACME2: 8}\n")
    book = load_rulebook([directory], use_cache=False)
    assert (book.facts.constants["ACME"], book.facts.constants["ACME2"]) == (7, 8)


@pytest.mark.parametrize("damage", ["", "{}", "[]", '["x"]', "null", '["p",[["rule"]],[],{}]'])
def test_a_damaged_cache_is_made_again(damage: str, tmp_path: Path) -> None:
    directory, cache = project(tmp_path / "rules"), tmp_path / "cache"
    load_rulebook([directory], cache_dir=cache)
    kept = list((cache / "rules").iterdir())
    assert kept
    for file in kept:
        file.write_text(damage)
    assert "ACME001" in load_rulebook([directory], cache_dir=cache).rules
    assert all(file.read_text() != damage for file in kept)


def test_what_the_cache_gives_is_what_was_parsed(tmp_path: Path) -> None:
    directory, cache = project(tmp_path / "rules"), tmp_path / "cache"
    first = load_rulebook([directory], cache_dir=cache)
    second = load_rulebook([directory], cache_dir=cache)
    plain = load_rulebook([directory], use_cache=False)
    assert first == second == plain
    assert second.rules["ACME001"].lines == plain.rules["ACME001"].lines


def test_a_changed_file_is_parsed_again(tmp_path: Path) -> None:
    directory, cache = project(tmp_path / "rules"), tmp_path / "cache"
    load_rulebook([directory], cache_dir=cache)
    changed = RULE.replace("A door is left open", "A gate is left open")
    (directory / "ACME001-door-left-open.yaml").write_text(changed)
    book = load_rulebook([directory], cache_dir=cache)
    assert book.rules["ACME001"].title == "A gate is left open"


def test_a_cache_that_cannot_be_written_costs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    book = load_rulebook([project(tmp_path / "rules")], cache_dir=tmp_path / "file" / "cache")
    assert "ACME001" in book.rules


def test_stale_compiled_rules_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = tmp_path / "compiled.json"
    head = index.dumps(index.Header("0", codec.schema(), index.Index()))
    stale.write_text(f'{head}\n["constant","OLD","x",1,1]\n')
    monkeypatch.setattr(loader, "COMPILED", stale)
    monkeypatch.setattr(loader, "_memory", {})
    book = load_rulebook(cache_dir=tmp_path / "cache")
    assert "OLD" not in book.facts.constants
    assert "WFP101" in book.rules


def test_line_ends_do_not_change_the_digest(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"x: 1\n")
    (tmp_path / "b.yaml").write_bytes(b"x: 1\r\n")
    one, two = (store.read_file(tmp_path / n, "s") for n in ("a.yaml", "b.yaml"))
    assert store.digest([one]) == store.digest([two])


def test_spellings_cover_aliases_and_names_without_a_number() -> None:
    table = spellings(load_rulebook().facts.functions.values())
    assert table["FwpsCompleteOperation"].name == "FwpsCompleteOperation0"
    assert table["FwpsCalloutRegister"].name == "FwpsCalloutRegister3"
    assert table["_InterlockedExchangePointer"].name == "InterlockedExchangePointer"
    assert "FwpsInjectTransportSendAsync" in table
