"""Forms that another site's page sends in somebody's name: refused, for pages that know people by a cookie."""

from __future__ import annotations

from urllib.parse import urlsplit

from sanic import Request

from guichet.gateway.refusals import Refused


def refuse_foreign(request: Request) -> None:
    """Raises `Refused` (403) for a form of another site. The cookie stays at home as well, where a browser knows how.

    A text browser may send neither header; then nobody else's page could have sent the form unasked.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    foreign = site not in ("same-origin", "none") if site else bool(origin) and urlsplit(origin).netloc != request.host
    if foreign:
        raise Refused(403, "foreign")
