"""One loader a format: bytes in, canonical text with pages and headings out."""
