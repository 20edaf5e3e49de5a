"""The design change request: facts, asks and patches as data, and the texts made from them."""
