"""Pure functions from records to Slack blocks."""
