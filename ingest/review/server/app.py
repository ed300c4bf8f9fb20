"""The review page over HTTP: loopback only, every URL behind a random token."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path
from typing import cast
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from ingest.errors import IngestError
from ingest.lexicon.messages import LANGUAGES, Language, known, text
from ingest.review.rendering import environment
from ingest.review.server.desk import Desk
from ingest.review.server.entries import NEW
from ingest.review.server.forms import Wrong
from ingest.review.server.views import Links, queue_context, record_context

_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_ASSETS = {"base.css": "text/css", "review.css": "text/css", "review.js": "text/javascript"}
_MOST_FORM = 256 * 1024


def make_app(desk: Desk, token: str, language: str) -> Starlette:
    """The application. Requests without the token, or for another host, are refused."""

    async def home(request: Request) -> Response:
        return RedirectResponse(Links(token, language).queue(), 303)

    async def queue(request: Request) -> Response:
        links = _links(request, token)
        start = request.query_params.get("start", "0")
        at = int(start) if start.isdigit() and len(start) < 9 else 0
        context = await run_in_threadpool(queue_context, desk, links, at)
        return _html("review_queue.html", links, context)

    async def record(request: Request) -> Response:
        links, name = _links(request, token), request.path_params["name"]
        path = desk.path(name)
        if path is None:
            return PlainTextResponse("404", 404)
        query = dict(request.query_params)
        context = await run_in_threadpool(record_context, desk, links, path, name, query)
        return _html("review_record.html", links, context)

    async def decide(request: Request) -> Response:
        links, name = _links(request, token), request.path_params["name"]
        path = desk.path(name)
        form = await _form(request)
        if path is None or form is None:
            return PlainTextResponse("404", 404)
        try:
            item = await run_in_threadpool(_act, desk, path, form)
        except Wrong as error:
            query = {"item": form.get("item", ""), "kind": form.get("kind", "")}
            context = await run_in_threadpool(
                record_context, desk, links, path, name, query, error.key, form
            )
            return _html("review_record.html", links, context, 422)
        view = form.get("view", "")
        return RedirectResponse(links.record(name, item=item, view=view), 303)

    async def page(request: Request) -> Response:
        path = desk.path(request.path_params["name"])
        number = int(request.path_params["number"])
        if path is None:
            return PlainTextResponse("404", 404)
        sheet = await run_in_threadpool(desk.sheet, path)
        image = await run_in_threadpool(desk.images.page, sheet.record, number)
        if image is None:
            return PlainTextResponse("404", 404)
        return Response(
            image, media_type="image/png", headers={"Cache-Control": "private, max-age=600"}
        )

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _ASSETS:
            return PlainTextResponse("404", 404)
        text = files("ingest.review").joinpath("static", name).read_text("utf-8")
        return Response(text, media_type=_ASSETS[name])

    async def icon(request: Request) -> Response:
        return Response(status_code=204)

    root = f"/{token}"
    routes = [
        Route("/favicon.ico", icon),
        Route(root + "/", home),
        Route(root + "/static/{name}", asset),
        Route(root + "/page/{number:int}/{name:path}", page),
        Route(root + "/{language}/", queue),
        Route(root + "/{language}/r/{name:path}", record, methods=["GET"]),
        Route(root + "/{language}/r/{name:path}", decide, methods=["POST"]),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(BaseHTTPMiddleware, dispatch=_guard)])

    async def failed(request: Request, error: Exception) -> Response:
        assert isinstance(error, IngestError)
        told = request.path_params.get("language")
        return _failed(Links(token, told if told in LANGUAGES else language), error)

    app.add_exception_handler(IngestError, failed)
    return app


async def _guard(request: Request, go: Callable[[Request], Awaitable[Response]]) -> Response:
    """Another name for this machine (DNS rebinding) and other sites' forms are refused."""
    host = request.headers.get("host", "").rsplit(":", 1)[0]
    origin = request.headers.get("origin")
    own = f"http://{request.headers.get('host', '')}"
    if host not in ("127.0.0.1", "localhost") or (origin not in (None, "null", own)):
        response: Response = PlainTextResponse("403", 403)
    else:
        response = await go(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _failed(links: Links, error: IngestError) -> Response:
    """A record or corrections file that cannot be read: what happened, to what, what to do."""

    language = cast(Language, links.language)

    def said(group: str) -> str:
        key = f"{group}.{error.outcome}"
        return text(key, language) if known(key) else ""

    happened = said("outcome") or text("outcome.failed", language)
    context = {"links": links, "what": error.what, "happened": happened, "remedy": said("remedy")}
    return _html("review_failed.html", links, context, 500)


def _links(request: Request, token: str) -> Links:
    told = request.path_params["language"]
    return Links(token, told if told in LANGUAGES else "en")


async def _form(request: Request) -> dict[str, str] | None:
    """A urlencoded form; None where it is too long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_FORM:
            return None
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _act(desk: Desk, path: Path, form: dict[str, str]) -> str:
    """Does what a form asks; gives the path of the entry to show next. Raises Wrong."""

    action, why = form.get("action", ""), form.get("why", "").strip()[:2000]
    if action == "undo":
        undone = desk.undo(path)
        return undone.path if undone else ""
    if action == "accept-rest":
        desk.accept_rest(path)
        return ""
    if action == "add":
        return desk.add(path, form.get("document", "d1"), form.get("kind", ""), form, why)
    entry = desk.sheet(path).entry(form.get("item"))
    if entry is None or entry.state == "rejected":
        raise Wrong("gone")
    if action == "accept":
        desk.accept(path, entry, why)
    elif action == "correct":
        desk.correct(path, entry, form, why)
    elif action == "reject":
        desk.reject(path, entry, why)
    else:
        raise Wrong("choice")
    following = desk.sheet(path).next_open(entry.path)
    return following.path if following else entry.path


def _html(template: str, links: Links, context: dict[str, object], status: int = 200) -> Response:
    made = environment(links.language).get_template(template)
    return HTMLResponse(made.render(**context, new=NEW), status)
