"""The defines of a driver's build, which both front ends get where the project gives none."""

from __future__ import annotations

from wfplint.frontend.compilation import Settings


def test_a_build_defines_the_newest_versions() -> None:
    defines = Settings(("MINE=1",)).as_built().defines
    assert defines[0] == "MINE=1"
    assert "NTDDI_VERSION=0x0A000010" in defines
    assert "_WIN32_WINNT=0x0A00" in defines


def test_one_version_that_is_given_stands_for_all() -> None:
    assert Settings(("_WIN32_WINNT=0x0601",)).as_built().defines == (
        "_WIN32_WINNT=0x0601",
        "WINNT=1",
    )
    assert Settings(undefines=("NTDDI_VERSION",)).as_built().defines == ("WINNT=1",)
