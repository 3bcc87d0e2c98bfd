"""Cookies by which pages know people: read, kept and dropped in one way, the strictest that the connection allows."""

from __future__ import annotations

from sanic import Request
from sanic.response import HTTPResponse

#: Over https a browser takes such a name from this very host alone: no other site of the domain can put one there.
_HOST = "__Host-"


def is_https(request: Request) -> bool:
    """Whether people reach us by https: as the request says, or the public address."""
    return request.scheme == "https" or request.app.ctx.desk.settings.public_url.startswith("https://")


def read(request: Request, name: str) -> str:
    """The value of a cookie of ours, empty without one."""
    return request.cookies.get(_named(request, name)) or ""


def keep(
    request: Request, response: HTTPResponse, name: str, value: str, path: str, max_age: int | None = None
) -> None:
    """Set a cookie that no script reads and no other site's page sends; for `path` alone where it has to be."""
    options = {} if max_age is None else {"max_age": max_age}
    secure = is_https(request)
    response.add_cookie(
        _named(request, name),
        value,
        path="/" if secure else path,
        httponly=True,
        samesite="Strict",
        secure=secure,
        **options,
    )


def drop(request: Request, response: HTTPResponse, name: str, path: str) -> None:
    """Have the browser forget it."""
    secure = is_https(request)
    response.cookies.delete_cookie(name, path="/" if secure else path, secure=secure, host_prefix=secure)


def _named(request: Request, name: str) -> str:
    return f"{_HOST}{name}" if is_https(request) else name
