"""Thin listeners: read the payload, call one service."""
