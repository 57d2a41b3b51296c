"""Slack at the edge: events in, verified answers out."""
