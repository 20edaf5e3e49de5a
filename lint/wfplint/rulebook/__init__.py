"""Rule records and API facts: read from YAML, checked, and handed out as frozen data."""

from wfplint.rulebook.loader import load_rulebook
from wfplint.rulebook.merge import spellings
from wfplint.rulebook.model import Rulebook

__all__ = ["Rulebook", "load_rulebook", "spellings"]
