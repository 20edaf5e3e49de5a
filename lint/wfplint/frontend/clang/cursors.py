"""A parsed unit, and its cursors copied into a tree of Python nodes in one visit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import byref, c_void_p
from typing import Any

from wfplint.frontend.clang import kinds as k
from wfplint.frontend.clang.library import (
    KEEP_GOING,
    VISIT_CONTINUE,
    VISIT_RECURSE,
    CursorHandle,
    FieldVisitor,
    Library,
    TypeHandle,
    UnsavedFile,
    Visitor,
    string_array,
)
from wfplint.frontend.clang.quiet import quiet_c_errors

# what a parser needs and the translation never asks for
_SKIPPED = frozenset({k.TYPE_REF, k.TEMPLATE_REF, k.NAMESPACE_REF})


class Node:
    """A cursor with its children in the order libclang visits them."""

    __slots__ = ("children", "cursor", "d0", "d1", "kind")

    def __init__(self, cursor: CursorHandle) -> None:
        self.cursor = cursor
        self.kind: int = cursor.kind
        self.d0: int | None = cursor.d0
        self.d1: int | None = cursor.d1
        self.children: list[Node] = []


CRASHED = 2


class ParseFailed(Exception):
    """libclang returned no unit; `code` is its reason (4: a broken precompiled header)."""

    def __init__(self, code: int) -> None:
        super().__init__(
            "libclang crashed" if code == CRASHED else f"libclang gave up (code {code})"
        )
        self.code = code


@contextmanager
def parsed(
    lib: Library,
    path: str,
    arguments: list[str],
    files: dict[str, bytes],
    options: int = KEEP_GOING,
) -> Iterator[int]:
    """The handle of a unit parsed from `files`, valid inside the block. Raises ParseFailed."""
    unsaved = (UnsavedFile * len(files))()
    for slot, (name, data) in zip(unsaved, files.items(), strict=True):
        slot.path, slot.contents, slot.length = name.encode("utf-8"), data, len(data)
    unit = c_void_p()
    index = lib.create_index(0, 0)
    try:
        with quiet_c_errors():
            code = lib.parse_unit(
                index,
                path.encode("utf-8"),
                string_array(arguments),
                len(arguments),
                unsaved,
                len(files),
                options,
                byref(unit),
            )
        if code or not unit.value:
            raise ParseFailed(code)
        try:
            yield unit.value
        finally:
            lib.dispose_unit(unit.value)
    finally:
        lib.dispose_index(index)


def subtree(lib: Library, root: CursorHandle) -> Node:
    """Everything below a cursor.

    A visitor's cursor is a copy of libclang's that ctypes makes, so it may be kept.
    """
    top = Node(root)
    stack = [top]
    skipped = _SKIPPED

    def visit(cursor: CursorHandle, parent: CursorHandle, _: Any) -> int:
        if cursor.kind in skipped:
            return VISIT_CONTINUE
        d0, d1 = parent.d0, parent.d1
        above = stack[-1]
        while (above.d1 != d1 or above.d0 != d0) and len(stack) > 1:
            stack.pop()
            above = stack[-1]
        node = Node(cursor)
        above.children.append(node)
        stack.append(node)
        return VISIT_RECURSE

    lib.visit_children(root, Visitor(visit), None)
    return top


def children(
    lib: Library, root: CursorHandle, wanted: Callable[[int], bool] | None = None
) -> list[CursorHandle]:
    """The direct children of a cursor (of the kinds `wanted`)."""
    found: list[CursorHandle] = []

    def visit(cursor: CursorHandle, _parent: CursorHandle, _: Any) -> int:
        if wanted is None or wanted(cursor.kind):
            found.append(cursor)
        return VISIT_CONTINUE

    lib.visit_children(root, Visitor(visit), None)
    return found


def fields(lib: Library, record: TypeHandle) -> list[CursorHandle]:
    """The fields of a record in order, anonymous ones among them.

    Its children do not do: those of a record from a precompiled header may come in another order.
    """
    found: list[CursorHandle] = []

    def visit(cursor: CursorHandle, _: Any) -> int:
        found.append(cursor)
        return VISIT_CONTINUE

    lib.visit_fields(record, FieldVisitor(visit), None)
    return found


def is_null(cursor: CursorHandle) -> bool:
    """Whether a query found nothing."""
    return 70 <= cursor.kind <= 73
