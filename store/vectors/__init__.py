"""Passages found by meaning: Chroma, embedded in one process or behind a local server."""

from store.vectors.access import VectorAccess
from store.vectors.chroma import ChromaVectors

__all__ = ["ChromaVectors", "VectorAccess"]
