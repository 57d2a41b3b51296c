"""Measures answers against golden questions: read, run, score, sum up, compare."""
