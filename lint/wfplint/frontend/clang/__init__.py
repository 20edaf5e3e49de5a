"""The libclang front end: from a source file, with or without a WDK, to the tree of `syntax.py`.

`unit.parse` is the way in. `library` is the only module that touches the shared library; nothing
here imports the `clang` package, and nothing loads it before the first call of `unit.parse`.
"""
