"""Answers as tests look at them."""

from bot.slack.blocks.answer import show_answer


def answer_blocks(answer, *notes):
    """An answer's blocks without buttons."""
    return show_answer(answer, None, *notes).blocks
