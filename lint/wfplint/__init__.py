"""wfplint: checks that a WFP callout driver completes what it pends, and only while it still may."""

__version__ = "0.1.0"
