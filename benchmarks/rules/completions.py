"""A cppcheck addon that names the calls of FwpsCompleteOperation: the least that a rule can do."""

from __future__ import annotations

import sys

import cppcheckdata

NAMES = ("FwpsCompleteOperation", "FwpsCompleteOperation0")

for path in sys.argv[1:]:
    if path.startswith("-"):
        continue
    data = cppcheckdata.parsedump(path)
    for configuration in data.iterconfigurations():
        for token in configuration.tokenlist:
            if token.str in NAMES and token.next and token.next.str == "(":
                cppcheckdata.reportError(
                    token, "style", "A pended operation is completed here.", "wfp", "completed"
                )
