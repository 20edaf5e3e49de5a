"""Put facts, tables, pictures and the explorer where a hand-written page names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from wfplint.dcr.model import Knowledge
from wfplint.dcr.tokens import PATTERN, Token, make
from wfplint.errors import UserError
from wfplint.pages import tables
from wfplint.pages.html import chip, fact, inline

Piece = Callable[[Token], str]


def expand(text: str, pieces: Mapping[str, Piece], path: str) -> str:
    """The page with every token replaced.

    Raises UserError with path and line for a token or an argument that is not known.
    """

    def replace(match: re.Match[str]) -> str:
        token = make(match)
        if token.name not in pieces:
            allowed = ", ".join(sorted(pieces))
            raise UserError(
                f"unknown token '{token.name}'", path=path, line=token.line, hint=allowed
            )
        try:
            return pieces[token.name](token)
        except (KeyError, IndexError, AttributeError) as error:
            message = f"'{' '.join(token.arguments)}' is unknown to '{token.name}' ({error})"
            raise UserError(message, path=path, line=token.line) from error

    return PATTERN.sub(replace, text)


def knowledge_pieces(known: Knowledge) -> dict[str, Piece]:
    """The tokens that `rules/dcr` answers."""
    questions = {q.id: q for q in known.questions}
    asks = {str(a.number): a for a in known.asks}
    return {
        "warning": lambda t: tables.warning(known, t.arguments[0]),
        "fact": lambda t: " ".join(fact(known, known.fact(id)) for id in t.arguments),
        "facts": lambda t: tables.facts(known, t.arguments[0]),
        "chip": lambda t: chip(t.arguments[0], t.arguments[1:], known.sources),
        "question": lambda t: inline(questions[t.arguments[0]].question),
        "ask": lambda t: inline(asks[t.arguments[0]].text),
        "questions": lambda t: tables.questions(known),
        "questions-by-layer": lambda t: tables.questions_by_layer(known),
        "asks": lambda t: tables.asks(known),
        "labels": lambda t: tables.labels(),
        "metadata-table": lambda t: tables.metadata(known),
        "guards-table": lambda t: tables.guards(known),
        "patches-table": lambda t: tables.patches(known),
        "sites-table": lambda t: tables.sites(known),
    }
