"""With whose rights an answer is made, and who sees it."""

from store.channels import AnswerIn, ChannelSettings
from store.inbox import Asked, Surface, Task
from store.records import Viewer


def is_private(asked: Asked, settings: ChannelSettings) -> bool:
    """Return whether only the asker is to see the answer."""
    if asked.task is Task.SHARE:
        return False
    if asked.surface in (Surface.COMMAND, Surface.SHORTCUT):
        return True
    return asked.surface is not Surface.DIRECT and settings.answer_in is AnswerIn.ASKER


def viewer_of(asked: Asked, settings: ChannelSettings) -> Viewer:
    """Return who will read the answer: one person, or everybody in a channel.

    What the channel is limited to holds for both.
    """
    if asked.surface is Surface.DIRECT or is_private(asked, settings):
        return Viewer(person=asked.user, subjects=settings.subjects, publishers=settings.publishers)
    return channel_viewer(asked.channel, settings)


def channel_viewer(channel: str, settings: ChannelSettings) -> Viewer:
    """Return everybody in a channel."""
    return Viewer(channel=channel, subjects=settings.subjects, publishers=settings.publishers)
