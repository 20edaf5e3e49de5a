"""Checkers: few, generic, bound to rules by data. None knows a rule's id."""
