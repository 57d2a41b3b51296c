"""Checks of a sentence or a quotation against the text that it cites: no model, no guess."""
