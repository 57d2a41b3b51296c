"""Logs: structured lines on stderr, warnings and above; REPORTDESK_LOG=info shows more."""

import logging
import os
import sys

import structlog


def configure_logs() -> None:
    """Send logs to stderr, so that stdout carries only results."""
    level = getattr(logging, os.environ.get("REPORTDESK_LOG", "warning").upper(), logging.WARNING)
    logging.basicConfig(level=max(level, logging.WARNING), stream=sys.stderr)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
