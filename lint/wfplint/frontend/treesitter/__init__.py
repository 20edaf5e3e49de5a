"""The front end that needs only tree-sitter: own preprocessing, light types, own translation."""
