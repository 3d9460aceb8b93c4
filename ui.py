"""The chat page: its layout, its events, and the addresses it answers. `bot.draw` makes what it shows."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import escape
from importlib.resources import files
from typing import Annotated, Any, Final

import gradio as gr
import uvicorn
from fastapi import FastAPI, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import draw, message
from bot.conversation import Conversation, converse, messages
from bot.types import Answerer
from ingest.errors import RapporteurError, UnknownPageError, UnknownSourceError
from ingest.types import Library, SlideRef, Source

MAX_QUESTION_CHARS: Final = 2000
MAX_ANSWERS_AT_ONCE: Final = 8
MAX_WAITING: Final = 64

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

Pictures = Callable[[Source, int], bytes | None]
"""A page of a source as a PNG, or None when there is no picture of it."""

_ORIGINALS: Final = {
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".markdown": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_SHOWN_IN_BROWSER: Final = ("application/pdf", "text/plain; charset=utf-8")
_DISCLAIMER: Final = (
    "An automated tool: it may miss things, so check the cited slide. Not an official position, not legal "
    "advice, and a question asked here is not a submission."
)


# --- The page


def refusal(text: str) -> str | None:
    """Why a text cannot be asked, as a sentence for the reader; None when it can."""
    if len(text) > MAX_QUESTION_CHARS:
        return f"A question can have at most {MAX_QUESTION_CHARS:,} characters; this one has {len(text):,}."
    return None


def _theme() -> gr.themes.Base:
    plain = ("system-ui", "-apple-system", "Segoe UI", "sans-serif")
    return gr.themes.Base(font=plain, font_mono=("ui-monospace", "monospace")).set(
        body_background_fill="var(--page)",
        body_background_fill_dark="var(--page)",
        body_text_color="var(--ink)",
        body_text_color_dark="var(--ink)",
    )


def _lead(library: Library) -> str:
    read = [source for source in library.sources() if library.page_count(source.source_id)]
    decks = [_named(source) for source in read if source.kind == "deck"]
    documents = len(read) - len(decks)
    named = " and ".join(decks) or "the documents"
    more = f" and {documents} other document{'' if documents == 1 else 's'}" if documents and decks else ""
    return f"Answers come from {named}{more}, in their own words, each with the page it stands on."


def _named(source: Source) -> str:
    dated = f" ({escape(draw.readable_date(source.date))})" if source.date else ""
    return f"<cite>{escape(source.title)}</cite>{dated}"


def _page(answerer: Answerer, library: Library, title: str, examples: Sequence[str]) -> gr.Blocks:
    page = gr.Blocks(title=title, analytics_enabled=False, fill_width=True, fill_height=True)
    with page:
        state = gr.State(())
        with gr.Row(elem_id="top"):
            gr.HTML(f"<h1>{escape(title)}</h1>", elem_id="brand")
            gr.HTML('<a class="quiet" href="sources">Sources</a>', elem_id="to-sources")
            clear = gr.Button("New conversation", elem_id="clear", elem_classes="quiet")
        with gr.Column(elem_id="start"):
            gr.HTML(f"<h2>What would you like to know?</h2><p>{_lead(library)}</p>", elem_id="lead")
            with gr.Column(elem_id="examples"):
                buttons = [gr.Button(example, elem_classes="example") for example in examples]
        chat = gr.Chatbot(
            elem_id="chat",
            label="Conversation",
            show_label=False,
            container=False,
            autoscroll=False,
            buttons=[],
            latex_delimiters=[],
            feedback_options=None,
            allow_file_downloads=False,
        )
        with gr.Column(elem_id="composer"):
            notice = gr.HTML("", elem_id="notice")
            box = gr.Textbox(
                elem_id="ask",
                label="Your question",
                placeholder="Ask about the presentation",
                show_label=False,
                container=False,
                autofocus=True,
                max_lines=6,
                submit_btn=True,
            )
            gr.HTML(f"<p>{_DISCLAIMER}</p>", elem_id="disclaimer")

        def ask(text: str, before: Conversation, request: gr.Request) -> Iterator[dict[Any, Any]]:
            text = text.strip()
            if not text:
                yield {notice: ""}
                return
            if why_not := refusal(text):
                yield {notice: f'<p role="alert">{escape(why_not)}</p>'}
                return
            yield {box: gr.Textbox(value="", submit_btn=False, stop_btn=True), notice: ""}
            now = before
            for now in converse(answerer, text, before, root=_root(request)):
                yield {chat: messages(now), state: now}
            failed = now[-1].answer is None
            yield {box: _ready(text) if failed else _ready()}

        def stop(now: Conversation) -> dict[Any, Any]:
            if now and now[-1].shown == message.working():
                now = (*now[:-1], replace(now[-1], shown=message.stopped()))
            return {chat: messages(now), state: now, box: _ready()}

        def restart() -> dict[Any, Any]:
            return {chat: [], state: (), box: _ready(""), notice: ""}

        outputs = [chat, state, box, notice]
        asking = [
            trigger(
                ask,
                [text, state],
                outputs,
                api_visibility="private",
                show_progress="hidden",
                concurrency_limit=MAX_ANSWERS_AT_ONCE,
                concurrency_id="answers",
            )
            for text, trigger in [(box, box.submit), *((button, button.click) for button in buttons)]
        ]
        quietly: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "cancels": asking}
        box.stop(stop, [state], outputs, **quietly)
        clear.click(restart, None, outputs, **quietly)
    page.queue(max_size=MAX_WAITING, api_open=False)
    return page


def _ready(text: str | None = None) -> gr.Textbox:
    """The box with its send button back; what stands in it is left alone unless `text` is given."""
    if text is None:
        return gr.Textbox(submit_btn=True, stop_btn=False)
    return gr.Textbox(value=text, submit_btn=True, stop_btn=False)


def _root(request: gr.Request | Request) -> str:
    """The path the site is mounted below, "" at the top."""
    inner = getattr(request, "request", request)
    return str(inner.scope.get("root_path", "")).rstrip("/")


# --- The site


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


def create_app(
    answerer: Answerer,
    library: Library,
    *,
    title: str,
    examples: Sequence[str],
    pictures: Pictures | None = None,
) -> FastAPI:
    """The site as an application: the chat page at "/", slides, pictures, originals and sources beside it.

    Nothing is served or asked of the network by making it. Source paths must be openable as they are.
    """
    app = FastAPI(title=title, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(_Headers)
    app.mount("/look", StaticFiles(directory=str(files("bot") / "static")))

    def shown(request: Request, name: str, body: str, *, fragment: bool, status: int = 200) -> HTMLResponse:
        html = body if fragment else draw.document(f"{name} – {title}", body, root=_root(request))
        return HTMLResponse(
            html, status, {"content-security-policy": SLIDE_POLICY, "cache-control": "no-cache"}
        )

    @app.exception_handler(UnknownSourceError)
    @app.exception_handler(UnknownPageError)
    def missing(request: Request, error: Exception) -> HTMLResponse:
        fragment = request.query_params.get("fragment") == "1"
        return shown(request, "Not found", draw.missing(str(error)), fragment=fragment, status=404)

    @app.get("/slide/{source_id}/{number}")
    def slide(
        request: Request,
        source_id: str,
        number: int,
        span: Annotated[list[str] | None, Query()] = None,
        fragment: bool = False,
    ) -> HTMLResponse:
        page, source = library.page(source_id, number), library.source(source_id)
        here = SlideRef(source_id=source_id, page=number)
        spans = draw.parse_spans(span or (), page.text)
        drawn = draw.slide(
            page,
            source,
            count=library.page_count(source_id),
            spans=spans,
            changed=len(spans) < len(span or ()),
            linked=[other for other in library.sources() if here in other.linked_from],
            picture=draw.picture_url(source_id, number) if pictures and _is_pdf(source) else None,
            root=_root(request),
        )
        name = draw.place(page.unit, number) + ("" if page.hidden else f": {page.title}")
        return shown(request, name, drawn, fragment=fragment)

    @app.get("/sources")
    def sources(request: Request, fragment: bool = False) -> HTMLResponse:
        return shown(request, "Sources", draw.sources(library, root=_root(request)), fragment=fragment)

    @app.get("/picture/{source_id}/{number}.png")
    def picture(source_id: str, number: int) -> Response:
        source = library.source(source_id)
        library.page(source_id, number)
        png = pictures(source, number) if pictures and _is_pdf(source) else None
        if png is None:
            raise UnknownPageError(f"There is no picture of page {number} of {source_id!r}.")
        return Response(png, media_type="image/png", headers={"cache-control": "private, max-age=3600"})

    @app.get("/original/{source_id}")
    def original(source_id: str) -> Response:
        source = library.source(source_id)
        if source.path is None or not source.path.is_file():
            raise UnknownSourceError(f"The file of {source_id!r} is not here.")
        kind = _ORIGINALS.get(source.path.suffix.lower(), "application/octet-stream")
        disposition = "inline" if kind in _SHOWN_IN_BROWSER else "attachment"
        return FileResponse(
            source.path, media_type=kind, filename=source.path.name, content_disposition_type=disposition
        )

    @app.post("/gradio_api/upload")
    def upload() -> Response:
        """Nothing: the page takes no files, and Gradio would store whatever it is sent."""
        return Response(status_code=404)

    gr.mount_gradio_app(
        app,
        _page(answerer, library, title, examples),
        path="/",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size=1,
        favicon_path=str(files("bot") / "static" / "icon.svg"),
        theme=_theme(),
        head='<link rel="stylesheet" href="look/chat.css"><script src="look/chat.js" defer></script>',
    )
    return app


def _is_pdf(source: Source) -> bool:
    return source.path is not None and source.path.suffix.lower() == ".pdf"


class _Server(uvicorn.Server):
    """A server that says where it is once it listens."""

    address = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(f"Rapporteur is at {self.address}\n")
            sys.stdout.flush()


def serve(app: FastAPI, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Nothing; returns when the server is stopped. Writes its address to standard output when it listens.

    Raises RapporteurError when the address cannot be listened on.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise RapporteurError(
                f"Port {port} of {host!r} is in use. Choose another: rapporteur serve --port {port + 1}"
            ) from error
        raise RapporteurError(
            f"Cannot listen on {host!r}, port {port}: {error.strerror}. Choose others with --host and --port."
        ) from error
    server = _Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=3))
    reached = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    server.address = f"http://{reached}:{listening.getsockname()[1]}"
    server.run(sockets=[listening])
