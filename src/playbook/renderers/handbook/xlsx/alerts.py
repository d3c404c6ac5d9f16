"""The words for deals that stay too long."""

from playbook.messages import p_


def late_word() -> str:
    """What stands beside a deal that has stayed longer than it may."""
    return p_("deal", "Overdue")


def warning_word() -> str:
    """What stands beside a deal that will soon have stayed too long."""
    return p_("deal", "Soon overdue")
