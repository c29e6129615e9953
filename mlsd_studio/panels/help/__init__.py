"""The help window: a page for every rule and every number, found by searching."""

from mlsd_studio.panels.help.dialog import HelpDialog

__all__ = ["HelpDialog"]
