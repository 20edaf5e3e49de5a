"""Path-sensitive data-flow analysis over the linked program. Nothing here knows a WFP name."""
