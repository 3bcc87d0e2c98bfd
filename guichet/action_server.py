"""The action server: rasa-sdk's own, on the loopback interface, for who knows the secret of internal calls.

`python -m guichet.action_server`, as `guichet serve` starts it. What an action does is in `actions/`.
"""

from __future__ import annotations

import hmac
import logging

from rasa_sdk.endpoint import create_app
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from guichet import logs
from guichet.errors import GuichetError
from guichet.settings import Settings, load

logger = logging.getLogger(__name__)


def main() -> None:
    """Serve until told to stop; an error that has a cure is one line."""
    settings = load()
    logs.configure("actions", settings.log_level)
    try:
        app = application(settings)
    except GuichetError as error:
        raise SystemExit(str(error)) from None
    app.run(host="127.0.0.1", port=settings.actions_port, access_log=False)


def application(settings: Settings) -> Sanic:
    """rasa-sdk's application, which asks who calls. Raises `GuichetError` without a token to know them by."""
    if not settings.internal_token:
        cure = "« guichet serve » le choisit ; sinon donnez le même au moteur, aux actions et à la passerelle"
        raise GuichetError(f"GUICHET_INTERNAL_TOKEN : absent — {cure}")
    app = create_app("actions")
    expected = f"Bearer {settings.internal_token}".encode()

    @app.middleware("request")
    async def check(request: Request) -> HTTPResponse | None:
        given = request.headers.get("authorization", "").encode("utf-8", "surrogateescape")
        known = request.path == "/health" or hmac.compare_digest(given, expected)
        return None if known else response.empty(status=401)

    @app.middleware("request")
    async def follow(request: Request) -> None:
        request.ctx.journey = logs.begin(request.headers.get(logs.HEADER, ""))

    @app.middleware("response")
    async def let_go(request: Request, answer: HTTPResponse) -> None:
        if begun := getattr(request.ctx, "journey", None):
            logs.end(begun)

    @app.exception(Exception)
    async def fail(request: Request, error: Exception) -> HTTPResponse:
        # rasa-sdk's own answer repeats the whole conversation.
        logger.error("action server: a call failed", exc_info=error)
        return response.empty(status=500)

    return app


if __name__ == "__main__":
    main()
