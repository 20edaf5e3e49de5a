"""The pages of the documentation site: pure functions from records to Markdown."""
