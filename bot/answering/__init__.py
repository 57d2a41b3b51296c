"""The steps from a question to a verified answer."""
