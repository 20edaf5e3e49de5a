"""How files are parted for parsing."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from wfplint.frontend.batches import batches


class File(NamedTuple):
    name: int
    size: int


FILES = st.lists(st.integers(0, 10**6)).map(lambda sizes: [File(*x) for x in enumerate(sizes)])


@given(FILES)
def test_each_file_is_in_one_batch_and_small_ones_come_first(files: list[File]) -> None:
    found = [file for batch in batches(files) for file in batch]
    assert sorted(found) == sorted(files)
    assert [file.size for file in found] == sorted(file.size for file in files)
