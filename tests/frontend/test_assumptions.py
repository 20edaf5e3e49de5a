"""Assertions: only what they claim of an object that the function is lent is taken for true."""

from __future__ import annotations

import pytest

from wfplint.frontend.clang.unit import ClangOptions
from wfplint.frontend.clang.unit import parse as parse_clang
from wfplint.frontend.dump import dump_function
from wfplint.frontend.lowering import lower_unit
from wfplint.frontend.treesitter.unit import TreeSitterOptions
from wfplint.frontend.treesitter.unit import parse as parse_treesitter
from wfplint.source import SourceFile

HEAD = """#include <ntddk.h>
#include <fwpsk.h>
typedef struct _PEND { LONG State; } PEND;
BOOLEAN Ask(const PEND *pend);
void Check(const PEND *lent, PEND *own, NTSTATUS status)
{
    PEND *other = own;

    %s;
    other->State = status;
}
"""
CLAIMS = {
    "NT_ASSERT(lent)": "assuming if lent",
    "ASSERT(lent != NULL)": "assuming if lent",
    "NT_ASSERT(lent->State == 2)": "assuming if (%1 == 2)",
    "NT_ASSERT(lent->State & 4)": "assuming if (%1 & 4)",
    "NT_ASSERT(lent->State == 2 || lent->State == 4)": "assuming if %1 in {2, 4}",
    "NT_ASSERT(lent->State == 2 && own->State == 4)": "assuming if (%1 == 2)",
}
DROPPED = (
    "NT_ASSERT(own->State == 2)",
    "NT_ASSERT(other->State == 2)",
    "NT_ASSERT(NT_SUCCESS(status))",
    "NT_ASSERT(lent->State == status)",
    "NT_ASSERT(lent->State == 2 || own->State == 4)",
    "NT_ASSERT(Ask(lent))",
    "NT_ASSERT(own->State++ == lent->State)",
    "NT_ASSERT(FALSE)",
    'NT_ASSERT(!"never")',
)


def graphs(assertion: str) -> list[str]:
    source = SourceFile.from_bytes("a.c", (HEAD % assertion).encode(), "a.c")
    units = [
        parse_clang(source, ClangOptions(), lambda _: True).unit,
        parse_treesitter(source, TreeSitterOptions()).unit,
    ]
    return [dump_function(lower_unit(unit).functions[-1]) for unit in units]


@pytest.mark.parametrize("assertion", CLAIMS)
def test_a_claim_about_a_loan_is_assumed(assertion: str) -> None:
    clang, treesitter = graphs(assertion)
    assert clang == treesitter
    assert [
        line.partition("assuming")[1:] for line in clang.splitlines() if "assuming" in line
    ] == [("assuming", CLAIMS[assertion].removeprefix("assuming"))]
    assert " if " not in clang.replace("assuming if", "") and "call" not in clang


@pytest.mark.parametrize("assertion", DROPPED)
def test_any_other_claim_is_dropped(assertion: str) -> None:
    clang, treesitter = graphs(assertion)
    assert clang == treesitter
    assert clang == graphs("(void)0")[0]
