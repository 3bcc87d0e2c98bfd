"""Headers of every answer: what a browser may load, who may frame or call us, what may be kept."""

from __future__ import annotations

from collections.abc import Collection

from sanic import Request, Sanic
from sanic.response import BaseHTTPResponse, HTTPResponse, empty

from guichet.gateway.cookies import is_https

#: Pages load from here only; no inline script or style, no third party.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

#: The page without JavaScript: it may send its forms to us, and load its style sheet.
FORM_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

#: Answers of the API are data: nothing may be loaded from them.
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

#: A year, said over https alone, and of this host alone: the rest of the domain isn't ours to bind.
TRANSPORT = {"Strict-Transport-Security": "max-age=31536000"}

#: The widget is for the pages of other sites too; it holds no secret.
SHARED = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}

_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "authorization, content-type, last-event-id",
    "Access-Control-Max-Age": "600",
}


def attach(app: Sanic, allowed_origins: Collection[str]) -> None:
    """Register the middleware. `allowed_origins`: other sites whose pages may call the API."""

    async def preflight(request: Request) -> HTTPResponse | None:
        if request.method == "OPTIONS" and _may_call(request, allowed_origins):
            return empty(headers=_PREFLIGHT)
        return None

    async def complete(request: Request, response: BaseHTTPResponse) -> None:
        page = request.path.startswith(("/demo", "/widget"))
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY if page else DATA_POLICY)
        response.headers.setdefault("Cache-Control", "no-cache" if page else "no-store")
        shared = SHARED if request.path.startswith("/widget/") else {}
        for name, value in (SECURITY | shared | (TRANSPORT if is_https(request) else {})).items():
            response.headers.setdefault(name, value)
        if request.path.startswith("/api/"):
            response.headers["Vary"] = "Origin"
        if _may_call(request, allowed_origins):
            response.headers["Access-Control-Allow-Origin"] = request.headers["origin"]
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"

    app.register_middleware(preflight, "request")
    app.register_middleware(complete, "response")


def _may_call(request: Request, allowed_origins: Collection[str]) -> bool:
    return request.path.startswith("/api/") and request.headers.get("origin") in allowed_origins
