"""Size and alignment of types on 64-bit Windows; an unknown part counts as a pointer."""

from __future__ import annotations

from wfplint.frontend.treesitter.types import POINTER_SIZE, CType, Record, Table

_MAX_DEPTH = 32


def size_of(type_: CType, table: Table, depth: int = 0) -> tuple[int, int]:
    """Return (size, alignment) in bytes."""
    if type_.dims:
        size, alignment = size_of(type_.target(), table, depth)
        return max(type_.dims[0], 0) * size, alignment
    if type_.ref.pointers:
        return POINTER_SIZE, POINTER_SIZE
    if type_.bits:
        return abs(type_.bits) // 8, abs(type_.bits) // 8
    text = type_.ref.text
    if text in ("void", "float"):
        size = 1 if text == "void" else 4
        return size, size
    record = table.records.get(type_.ref.record)
    if record is None or not record.complete or depth > _MAX_DEPTH:
        return POINTER_SIZE, POINTER_SIZE
    return _record(record, table, depth + 1)


def _record(record: Record, table: Table, depth: int) -> tuple[int, int]:
    size, strictest, bits_left, unit = 0, 1, 0, 0
    for base in record.bases:
        inner = table.records.get(base)
        if inner is not None:
            size, strictest = _record(inner, table, depth + 1) if depth < _MAX_DEPTH else (8, 8)
    for field in record.fields:
        length, alignment = size_of(field.type, table, depth)
        alignment = min(alignment, record.packing or alignment)
        strictest = max(strictest, alignment)
        if record.union:
            size = max(size, length)
            continue
        if field.width and unit == length and bits_left >= field.width:
            bits_left -= field.width
            continue
        size = -(-size // alignment) * alignment + length
        unit = length if field.width else 0
        bits_left = length * 8 - field.width if field.width else 0
    return max(-(-size // strictest) * strictest, 1), strictest
