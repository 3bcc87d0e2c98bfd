"""A person instead of the bot: requests, their queue and tickets, what the citizen is told and what agents may do.

The rules of ownership are pure and in `guichet/handoff.py`; the pages for agents are in `guichet/gateway/desk/`.
"""
