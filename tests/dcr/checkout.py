"""Checkouts of our own with the shape of the real documentation pages, and the real records."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

from wfplint.dcr.load import load_knowledge
from wfplint.dcr.model import Knowledge
from wfplint.rulebook.loader import bundled_directory, load_rulebook
from wfplint.rulebook.model import Source

FIELD = "wdk-ddi-src/content/fwpsk/ne-fwpsk-fwps_fields_ale_{}_.md"

COMPLETE = """---
UID: NF:fwpsk.FwpsCompleteOperation0
ms.date: 01/01/2020
---

# FwpsCompleteOperation0 function


## -description

<div class="alert"><b>Note</b>\u00a0\u00a0<b>Numberless</b> names exist.</div><div>\u00a0</div>

## -remarks

Words of our own that break in odd\u0020
    places and end with the net buffer
    list data that describes the packet.

To complete a connection that was previously pended at a layer<i>Xxx</i>, do more.

Pended connections are authenticated again after the\u0020
    function executes.

## -see-also

<a href="/a">A</a>



<a href="/b">
   B</a>
"""
PEND = """---
UID: NF:fwpsk.FwpsPendOperation0
---

# FwpsPendOperation0 function

## -remarks

The callout should retain the\u0020
    <i>completionContext</i>.

A callout can call this function only to pend our packets at the
    FWPM_LAYER_ALE_RESOURCE_ASSIGNMENT_
    <i>Xxx</i>, FWPM_LAYER_ALE_AUTH_LISTEN_
    <i>Xxx</i>, or FWPM_LAYER_ALE_AUTH_CONNECT_
    <i>Xxx</i>\u00a0<a href="/x">layers</a>.

## -see-also

<a href="/c">C</a>"""
LIFETIME = """---
title: ALE Endpoint Lifetime Management
---

# ALE Endpoint Lifetime Management

Callouts registered for an ALE endpoint closure layer can pend classification. Our words.

When applicable, there is a parent.

\u00a0
"""
ASYNCHRONOUS = """# Processing Classify Callouts Asynchronously

### Special Cases and Considerations

When **FwpsCompleteOperation0** is called during with a classify operation, our words.

<a href="" id="x"></a>**ALE Reauthorization**\u00a0\u00a0\u0020
A callout driver can be reclassified at an ALE connect or receive/accept layer. This \
cannot be pended by calling **FwpsCompleteOperation0**, our words.
"""
TYPES = """# Types of Callouts

To coexist with other callouts that perform packet inspection, ours. If the flag is set when \
*classifyFn* is called, do not.

The **FWPS\\_RIGHT\\_ACTION\\_WRITE** flag should be set whenever a callout pends a \
classification. Ours.
"""
REDIRECTION = """# Redirection

```C++
    {
        classifyOut->rights &= FWPS_RIGHT_ACTION_WRITE;
    }
```
"""
FLOW = """# Associating Context with a Data Flow

If a context is already associated with a data flow, it must first be removed. Ours:

```C++
ours();
```
"""


def field_page(name: str) -> str:
    link = '<a href="/windows-hardware/drivers/network/filtering-condition-flags">Flags</a>'
    return (
        f"# enumeration\n\n### -field FWPS_FIELD_ALE_{name}_FLAGS\n\nOurs\n     {link}.\n\n"
        f"### -field FWPS_FIELD_ALE_{name}_REAUTHORIZE_REASON\n\nOurs\n     {link} topic.\n"
    )


def crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def reference_pages() -> dict[str, bytes]:
    """Path -> bytes of the pages with CRLF."""
    pages = {
        "wdk-ddi-src/content/fwpsk/nf-fwpsk-fwpscompleteoperation0.md": crlf(COMPLETE),
        "wdk-ddi-src/content/fwpsk/nf-fwpsk-fwpspendoperation0.md": crlf(PEND),
    }
    for name in (
        "AUTH_CONNECT_V4",
        "AUTH_CONNECT_V6",
        "AUTH_RECV_ACCEPT_V4",
        "AUTH_RECV_ACCEPT_V6",
    ):
        pages[FIELD.format(name.lower())] = crlf(field_page(name))
    return pages


def conceptual_pages() -> dict[str, bytes]:
    """Path -> bytes of the pages with LF."""
    folder = "windows-driver-docs-pr/network"
    return {
        f"{folder}/ale-endpoint-lifetime-management.md": LIFETIME.encode(),
        f"{folder}/processing-classify-callouts-asynchronously.md": ASYNCHRONOUS.encode(),
        f"{folder}/types-of-callouts.md": TYPES.encode(),
        f"{folder}/using-bind-or-connect-redirection.md": REDIRECTION.encode(),
        f"{folder}/associating-context-with-a-data-flow.md": FLOW.encode(),
    }


def write(root: Path, pages: dict[str, bytes], *, git: bool = False) -> Path:
    """Lay the pages out below `root`, as a git checkout if asked."""
    for name, data in pages.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    if git:
        for command in (["init", "-q"], ["config", "core.autocrlf", "false"], ["add", "-A"]):
            run_git(root, *command)
    return root


def run_git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"git {' '.join(arguments)}: {done.stderr}"
    return done.stdout


@cache
def sources() -> dict[str, Source]:
    return load_rulebook().sources


@cache
def knowledge() -> Knowledge:
    return load_knowledge(bundled_directory(), sources())
