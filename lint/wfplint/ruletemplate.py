"""A new rule to start from: a record that loads, and a sample pair with its expectation marked."""

from __future__ import annotations

import re
from collections.abc import Collection

from wfplint.errors import UserError

_ID = re.compile(r"WFP[1-9]\d\d\Z")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+\Z")


def files(rule: str, name: str, taken: Collection[str]) -> dict[str, str]:
    """Path below the repository -> text, for a rule with this id and name.

    Raises UserError for an id or name that is not in form, or an id that is `taken`.
    """
    if not _ID.match(rule):
        raise UserError(f"'{rule}' is not a rule id", hint="WFP and three digits, such as WFP308")
    if rule in taken:
        raise UserError(f"{rule} exists already", hint=f"free in its group: {_free(rule, taken)}")
    if not _NAME.match(name):
        raise UserError(
            f"'{name}' is not a rule name", hint="the bad pattern in kebab-case: context-kept"
        )
    folder = f"samplecode/rules/{rule}-{name}"
    words = name.replace("-", " ")
    values = {"rule": rule, "name": name, "words": words, "folder": folder}
    return {
        f"rules/{rule}-{name}.yaml": _fill(_RECORD, values),
        f"{folder}/bad.c": _fill(_BAD, values),
        f"{folder}/good.c": _fill(_GOOD, values),
    }


def _free(rule: str, taken: Collection[str]) -> str:
    """The next free id of the same hundred."""
    for number in range(int(rule[3]) * 100 + 1, int(rule[3]) * 100 + 100):
        if f"WFP{number}" not in taken:
            return f"WFP{number}"
    return "none"


def _fill(template: str, values: dict[str, str]) -> str:
    return re.sub(r"<(rule|name|words|folder)>", lambda match: values[match[1]], template)


_RECORD = """\
# Every text below is an example; replace all of them. `make test` names what is still wrong.
id: <rule>
name: <name>
title: A run-down reference is used without a test (<words>)
severity: warning
confidence: medium
since: unreleased
summary: >-
  One sentence: what stands in the code when this rule speaks.
# Lower case, no full stop; {call}, {object} and {reason} are what this checker offers.
message: "{call} on '{object}': {reason}"
# Label documented needs a Microsoft page among the sources; practice does not.
basis:
  - label: documented
    sources: ["WDM:exacquirerundownprotection"]
    statement: >-
      What the source says, in own words.
why: |
  Why the pattern is wrong: what the function promises, and what the code assumes instead.
impact: |
  What happens on a machine when it goes wrong.
fix: |
  What to write instead:

  ```c
  if (!ExAcquireRundownProtection(&record->Rundown)) {
      return;
  }
  ```
limitations:
  - >-
    False negative: what the rule does not see, by name.
  - >-
    False positive: what it takes for the pattern although it is none.
suppress_when: |
  When the code is right all the same, and what to write then.
applies_to:
  - ExAcquireRundownProtection
references:
  - title: Run-Down Protection
    url: https://learn.microsoft.com/windows-hardware/drivers/kernel/run-down-protection
# The checkers and their parameters: rules/schema/rule.schema.json.
checker: must-check-result
params:
  events:
    - {effect: acquire, kind: [rundown]}
  report:
    ignored: the result is not tested
samples: <folder>
"""

_HEAD = """\
#include <ntddk.h>

typedef struct _RECORD {
    EX_RUNDOWN_REF Rundown;
    ULONG Value;
} RECORD, *PRECORD;

"""

_BAD = (
    _HEAD
    + """\
// [start:bad]
ULONG ReadValue(PRECORD record)
{
    ULONG value;

    ExAcquireRundownProtection(&record->Rundown);   // expect: <rule>
    value = record->Value;
    ExReleaseRundownProtection(&record->Rundown);
    return value;
}
// [end:bad]

ULONG Unrelated(PRECORD record)
{
    return record->Value + 1;
}
"""
)

_GOOD = (
    _HEAD
    + """\
// [start:good]
ULONG ReadValue(PRECORD record)
{
    ULONG value;

    if (!ExAcquireRundownProtection(&record->Rundown)) {
        return 0;
    }
    value = record->Value;
    ExReleaseRundownProtection(&record->Rundown);
    return value;
}
// [end:good]

ULONG Unrelated(PRECORD record)
{
    return record->Value + 1;
}
"""
)
