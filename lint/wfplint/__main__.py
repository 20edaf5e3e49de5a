"""`python -m wfplint`."""

from __future__ import annotations

import sys

from wfplint.cli import main

sys.exit(main())
