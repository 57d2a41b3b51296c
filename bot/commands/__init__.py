"""Commands of `reportdesk`, one module each, with a `register` that adds them."""
