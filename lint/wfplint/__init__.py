"""wfplint: checks that a WFP callout driver completes what it pends, and while it still may."""

__version__ = "0.1.0"
