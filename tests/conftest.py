"""Puts `tests/` on the import path, where the stand-ins are packages: `import slack_standin`."""
