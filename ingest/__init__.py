"""A source becomes an indexed report."""
