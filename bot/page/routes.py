"""The addresses of the site beside the chat: slides, pictures, sources, exports, feedback."""

from __future__ import annotations

import logging
import re
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import files
from time import monotonic
from typing import Annotated, Final, Protocol, TypeAlias

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.markup import safe_url
from bot.page import about, draw
from bot.page.conversation import MOST_CHARS, read_kept
from bot.page.export import Form, Framing, copied, export
from bot.page.feedback import Feedback, read_feedback
from bot.page.labels import LANGUAGES, Labels, preferred
from bot.page.message import Suggest, no_suggestions
from bot.slide_url import Span, parse_spans, picture_url
from bot.types import Answerer
from ingest.errors import ConversationError, FeedbackError, UnknownPageError, UnknownSourceError
from ingest.types import Box, Library, Page, SlideRef, Source

App: TypeAlias = FastAPI

log = logging.getLogger(__name__)

CHAT_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
"""Gradio needs both exceptions: it starts from an inline script and builds HTML blocks with `Function`."""
SLIDE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
"""Pages of our own run no script at all."""
READ: Final = ["GET", "HEAD"]
"""Checkers of links ask with HEAD."""
MOST_FEEDBACK: Final = 120
"""Feedback that is taken in a minute, from all readers together."""

_ORIGINALS: Final = {
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".markdown": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".xhtml": "application/xhtml+xml",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
}
_SHOWN_IN_BROWSER: Final = ("application/pdf", "text/plain; charset=utf-8")


class Pictures(Protocol):
    """Pictures of pages, and where words stand in them."""

    def has(self, source: Source) -> bool:
        """Whether there are pictures of the source's pages."""
        ...

    def picture(self, source: Source, page: int) -> bytes | None:
        """A page as a PNG, None when there is none."""
        ...

    def boxes(self, source: Source, page: Page, spans: Sequence[Span]) -> Sequence[Box]:
        """Where the words of the spans stand in the picture of the page."""
        ...


def unread(feedback: Feedback) -> None:
    """Raises FeedbackError: nobody takes it."""
    raise FeedbackError(f"Feedback is not taken here ({feedback.verdict!r}).")


@dataclass(frozen=True, kw_only=True)
class Site:
    """What a site is made of."""

    answerer: Answerer
    library: Library
    """Paths of its sources must be openable as they are."""
    title: str
    examples: Callable[[str], Sequence[str]] = lambda language: ()  # noqa: ARG005
    """Questions to start from, by the language of the page."""
    pictures: Pictures | None = None
    suggest: Suggest = no_suggestions
    save: Callable[[Feedback], None] = unread
    """Stores feedback, or raises FeedbackError."""
    build: Callable[[], str] = lambda: ""
    """Name of the index in use."""
    operator: str = ""
    """Who runs the site; empty when that is not to be said."""
    contact: str = ""
    mcp: bool = False
    """Whether the answers are offered to programs over the Model Context Protocol too."""
    model: str = ""
    """The language model that words answers; empty for none."""


def root_of(request: Request) -> str:
    """The path the site is mounted below, "" at the top."""
    return str(request.scope.get("root_path", "")).rstrip("/")


class _Headers:
    """An application whose every response carries the security headers it does not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("content-security-policy", CHAT_POLICY)
                headers.setdefault("referrer-policy", "no-referrer")
                headers.setdefault("x-content-type-options", "nosniff")
                headers.setdefault("permissions-policy", "camera=(), microphone=(), geolocation=()")
            await send(message)

        await self._app(scope, receive, sending)


_CARD = re.compile(r'\s*<meta\s+(?:property="og:|name="twitter:)[^>]*>')
"""What messengers show of a shared link: Gradio's has its own name, and a picture on another host."""


def front_page(html: str, path: str) -> str:
    """A page of Gradio's that says its language, by its path, and nothing of Gradio to those who share it."""
    last = path.rstrip("/").rpartition("/")[2]
    code = last if last in LANGUAGES else LANGUAGES[0]
    return re.sub(r'(<html\s+lang=)"[^"]*"', rf'\1"{code}"', _CARD.sub("", html), count=1)


class _FrontPage:
    """An application whose front page leads to the one in the browser's language, unless one was chosen.

    The address of a slide (`?source=...&page=...`) is for the page's script; Gradio has its own `page`.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            root = str(scope.get("root_path", "")).rstrip("/")
            chosen = b"language=" in scope["query_string"]
            if str(scope["path"]).removeprefix(root) in ("", "/") and not chosen:
                code = preferred(Headers(scope=scope).get("accept-language", ""))
                if code != LANGUAGES[0]:
                    query = scope["query_string"].decode("latin-1")
                    address = f"{root}/{code}/" + (f"?{query}" if query else "")
                    lead = RedirectResponse(address, 307, {"vary": "accept-language"})
                    await lead(scope, receive, send)
                    return
            if str(scope["path"]).endswith("/") and b"source=" in scope["query_string"]:
                scope = {**scope, "query_string": b""}
            if str(scope["path"]).endswith("/"):
                await self._fronted(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _fronted(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The page as Gradio writes it, but in its language and without Gradio's card for social media."""
        start: Message = {}
        body = b""

        async def sending(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            headers = MutableHeaders(scope=start)
            if headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers:
                body = front_page(body.decode(), str(scope["path"])).encode()
                headers["content-length"] = str(len(body))
            await send(start)
            await send({**message, "body": body})

        await self._app(scope, receive, sending)


def guard(app: App) -> None:
    """Nothing; afterwards the site sends its security headers and minds the browser's language."""
    app.add_middleware(_FrontPage)
    app.add_middleware(_Headers)


def to_its_page(app: App, path: str) -> None:
    """Nothing; afterwards the path without a slash at its end leads to the page with one."""

    @app.get(path)
    def lead(request: Request) -> RedirectResponse:
        return RedirectResponse(f"{root_of(request)}{path}/", 307)


def make_site(site: Site, say: Labels) -> App:
    """The site in one language without its chat page. Nothing is served or asked of the network."""
    app = FastAPI(title=site.title, docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/look", StaticFiles(directory=str(files("bot.page") / "static")))
    _add_reading(app, site, say)
    _add_files(app, site)
    _add_taking(app, site, say)
    return app


def _add_reading(app: App, site: Site, say: Labels) -> None:
    """Pages that are read: slides, the list of sources, what the tool is. None of them needs a script."""
    library, pictures = site.library, site.pictures

    def shown(request: Request, name: str, body: str, *, fragment: bool, status: int = 200) -> HTMLResponse:
        page = draw.document(f"{name} – {site.title}", body, root=root_of(request), say=say)
        policy = {"content-security-policy": SLIDE_POLICY, "cache-control": "no-cache"}
        return HTMLResponse(body if fragment else page, status, policy)

    @app.exception_handler(UnknownSourceError)
    @app.exception_handler(UnknownPageError)
    @app.exception_handler(RequestValidationError)
    def missing(request: Request, error: Exception) -> HTMLResponse:
        fragment = request.query_params.get("fragment") == "1"
        body = draw.missing(say["not_found_why"], say=say)
        log.info("Not found: %s", error)
        return shown(request, say["not_found"], body, fragment=fragment, status=404)

    @app.api_route("/slide/{source_id}/{number}", methods=READ)
    def slide(
        request: Request,
        source_id: str,
        number: int,
        span: Annotated[list[str] | None, Query()] = None,
        fragment: bool = False,
    ) -> HTMLResponse:
        page, source = library.page(source_id, number), library.source(source_id)
        here = SlideRef(source_id=source_id, page=number)
        spans = parse_spans(span or (), page.text)
        seen = pictures if pictures and pictures.has(source) and not page.hidden else None
        drawn = draw.slide(
            page,
            source,
            count=library.page_count(source_id),
            spans=spans,
            changed=len(spans) < len(span or ()),
            linked=[other for other in library.sources() if here in other.linked_from],
            picture=picture_url(source_id, number) if seen else None,
            boxes=seen.boxes(source, page, spans) if seen and spans else (),
            root=root_of(request),
            say=say,
        )
        name = say.place(page.unit, number) + ("" if page.hidden else f": {page.title}")
        return shown(request, name, drawn, fragment=fragment)

    @app.api_route("/sources", methods=READ)
    def sources(request: Request, fragment: bool = False) -> HTMLResponse:
        body = draw.sources(library, root=root_of(request), say=say)
        return shown(request, say["sources"], body, fragment=fragment)

    @app.api_route("/about", methods=READ)
    def notes(request: Request, fragment: bool = False) -> HTMLResponse:
        told = about.notes(library, say, operator=site.operator, contact=site.contact, model=site.model)
        body = draw.about([*told, say["about_privacy"]], say=say)
        return shown(request, say["about"], body, fragment=fragment)


def _add_files(app: App, site: Site) -> None:
    """Pictures of pages, and the files they were read from."""
    library, pictures = site.library, site.pictures

    @app.api_route("/picture/{source_id}/{number}.png", methods=READ)
    def picture(source_id: str, number: int) -> Response:
        source, page = library.source(source_id), library.page(source_id, number)
        pictured = pictures and pictures.has(source) and not page.hidden
        png = pictures.picture(source, number) if pictures and pictured else None
        if png is None:
            raise UnknownPageError(f"There is no picture of page {number} of {source_id!r}.")
        return Response(png, media_type="image/png", headers={"cache-control": "private, max-age=3600"})

    @app.api_route("/original/{source_id}", methods=READ)
    def original(source_id: str) -> Response:
        source = library.source(source_id)
        if source.path is None or not source.path.is_file():
            raise UnknownSourceError(f"The file of {source_id!r} is not here.")
        kind = _ORIGINALS.get(source.path.suffix.lower(), "application/octet-stream")
        disposition = "inline" if kind in _SHOWN_IN_BROWSER else "attachment"
        return FileResponse(
            source.path, media_type=kind, filename=source.path.name, content_disposition_type=disposition
        )


def _add_taking(app: App, site: Site, say: Labels) -> None:
    """What the page sends: a conversation to be exported, feedback to be kept, no trace of its sender."""
    started = uuid.uuid4().hex
    taken: deque[float] = deque(maxlen=MOST_FEEDBACK)

    @app.exception_handler(ConversationError)
    @app.exception_handler(FeedbackError)
    def refused(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
        return JSONResponse({"error": str(error)}, 400)

    @app.get("/alive")
    def alive() -> JSONResponse:
        """Which run of the server answers: another one has lost the answer that was being written."""
        return JSONResponse({"started": started}, headers={"cache-control": "no-store"})

    @app.post("/export/{form}")
    async def exported(request: Request, form: Form, one: bool = False) -> Response:
        """The conversation sent, as a file; `one` is the last answer alone, to be pasted."""
        kept = read_kept((await _body(request)).decode("utf-8", errors="replace"))
        if not kept.exchanges:
            raise ConversationError(say["export_nothing"])
        notes = about.notes(site.library, say, operator=site.operator, contact=site.contact, model=site.model)
        framing = Framing(
            title=site.title, address=_address(request), day=datetime.now(UTC).date(), notes=notes, say=say
        )
        if one:
            return Response(copied(kept.exchanges[-1], form, framing), media_type="text/plain; charset=utf-8")
        file = export(kept.exchanges, form, framing)
        attached = {"content-disposition": f'attachment; filename="{file.name}"'}
        return Response(file.text, media_type=file.media_type, headers=attached)

    @app.post("/feedback")
    async def feedback(request: Request) -> Response:
        given = read_feedback((await _body(request)).decode("utf-8", errors="replace"))
        if len(taken) == MOST_FEEDBACK and monotonic() - taken[0] < 60:
            return JSONResponse({"error": say["feedback_failed"]}, 429)
        taken.append(monotonic())
        today = datetime.now(UTC).date().isoformat()
        site.save(replace(given, language=say.code, day=today, build=site.build()))
        return Response(status_code=204)

    @app.get("/openapi.json")
    def described() -> Response:
        """Nothing: what programs may ask is told in docs/operations.md, the rest is Gradio's own affair."""
        return Response(status_code=404)

    @app.post("/gradio_api/upload")
    def upload() -> Response:
        """Nothing: the page takes no files, and Gradio would store whatever it is sent."""
        return Response(status_code=404)


async def _body(request: Request) -> bytes:
    """The JSON sent. Raises ConversationError when it is too long or may come from another site."""
    # A form on another site can send other types unasked (Fetch standard, CORS-safelisted headers).
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise ConversationError("Send application/json.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > 4 * MOST_CHARS:
            raise ConversationError(f"More than {4 * MOST_CHARS:,} bytes were sent.")
    return body


def _address(request: Request) -> str:
    """Absolute address of the site as the reader sees it, without a slash at the end."""
    seen = safe_url(request.headers.get("origin", ""))
    return (seen or str(request.base_url.replace(path=""))).rstrip("/") + root_of(request)
