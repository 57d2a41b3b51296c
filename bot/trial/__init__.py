"""Talking to the bot without Slack: a small Slack of our own, and a page that looks like Slack."""
