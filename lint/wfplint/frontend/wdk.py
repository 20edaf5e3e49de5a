"""The include folders of an installed Windows Driver Kit."""

from __future__ import annotations

import os

from wfplint.errors import UserError
from wfplint.frontend.compilation import slashed

_PARTS = ("km", "km/crt", "shared", "um", "ucrt")
_HEADER = "fwpsk.h"


def include_folders(folder: str) -> tuple[str, ...]:
    """The folders below a kit, its `Include` folder or one version of it, newest version first.

    Raises UserError where there is no `fwpsk.h` in any of them.
    """
    root = slashed(os.path.abspath(folder))
    for base in _bases(root):
        found = tuple(f"{base}/{part}" for part in _PARTS if os.path.isdir(f"{base}/{part}"))
        for path in (*found, base):
            if os.path.isfile(f"{path}/{_HEADER}"):
                return found or (base,)
    raise UserError(
        f"no {_HEADER} found below this folder",
        path=folder,
        hint="give the kit's folder, such as 'C:/Program Files (x86)/Windows Kits/10'",
    )


def _bases(root: str) -> list[str]:
    """Where the parts may be: a version's folder, the newest version below, or the folder."""
    bases = [root]
    for folder in (f"{root}/Include", root):
        if os.path.isdir(folder):
            versions = [name for name in os.listdir(folder) if name[:1].isdigit()]
            bases += [f"{folder}/{name}" for name in sorted(versions, key=_number, reverse=True)]
    return bases


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
