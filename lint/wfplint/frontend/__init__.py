"""Front ends: from source text to the intermediate representation.

`clang/` and `treesitter/` turn their parser's nodes into the small syntax tree of `syntax.py`;
`lowering.py` turns that into control-flow graphs, once, for both.
"""
