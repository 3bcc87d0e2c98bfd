"""What follows `?start=` in a link to the bot: a procedure, or words about one."""

from __future__ import annotations

from guichet.gateway.offers import Offers


async def procedure_of(parameter: str, offers: Offers) -> str:
    """The id of the procedure that a link opens; empty when it opens none.

    Posters outlive ids: the beginning of one will do, as long as no other begins so.
    """
    if not parameter:
        return ""
    if found := await offers.procedure(parameter) or await offers.procedure(parameter.upper()):
        return found.id
    beginning = await offers.beginning(parameter.lower())
    return beginning[0].id if len(beginning) == 1 else ""


def words_of(parameter: str) -> str:
    """A parameter as somebody would say it: links have neither spaces nor accents."""
    return parameter.replace("_", " ").replace("-", " ").strip()
