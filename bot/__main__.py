"""`python -m bot` is `reportdesk`."""

from bot.cli import main

main()
