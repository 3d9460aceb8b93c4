"""The chat page: its layout and its events. `bot.page.message` and `bot.page.draw` make what it shows."""

from __future__ import annotations

import errno
import json
import socket
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from html import escape
from importlib.resources import files
from typing import Any, Final

import gradio as gr
import uvicorn

from bot.page import about
from bot.page.conversation import Conversation, Kept, converse, read_kept, stopped, write_exchange
from bot.page.feedback import GROUPS, REASONS
from bot.page.labels import ENGLISH, LANGUAGES, Labels, labels
from bot.page.message import messages
from bot.page.routes import App, Site, guard, make_site, root_of, to_its_page
from bot.types import Turn
from bot.wire_format import AnswerJson, answer_to_json
from ingest.errors import ConversationError, RapporteurError
from ingest.types import Library, Source

MAX_QUESTION_CHARS: Final = 2000
MAX_ANSWERS_AT_ONCE: Final = 8
MAX_WAITING: Final = 64

_SCRIPT: Final = "await import(new URL('look/chat.js', document.baseURI))"
"""The page's script, which may arrive later than Gradio's own."""
_ASKED: Final = f"async (text, sent) => ({_SCRIPT}).asked(text)"
"""What the browser keeps of the conversation goes along with the question."""
_RESUMED: Final = f"async (sent) => [({_SCRIPT}).resumed()]"
_STOPPED: Final = f"async (sent) => [({_SCRIPT}).stopped()]"
_KEPT: Final = f"async (sent) => ({_SCRIPT}).keep(sent)"
_STARTED: Final = f"async () => ({_SCRIPT}).start()"


def refusal(text: str, say: Labels = ENGLISH) -> str | None:
    """Why a text cannot be asked, as a sentence for the reader; None when it can."""
    if len(text) > MAX_QUESTION_CHARS:
        return say.say("too_long", most=MAX_QUESTION_CHARS, length=len(text))
    return None


def _theme() -> gr.themes.Base:
    plain = ("system-ui", "-apple-system", "Segoe UI", "sans-serif")
    return gr.themes.Base(font=plain, font_mono=("ui-monospace", "monospace")).set(
        body_background_fill="var(--page)",
        body_background_fill_dark="var(--page)",
        body_text_color="var(--ink)",
        body_text_color_dark="var(--ink)",
    )


def _read(library: Library) -> list[Source]:
    return [source for source in library.sources() if library.page_count(source.source_id)]


def _lead(library: Library, say: Labels) -> str:
    """The heading of an empty page: what the answers come from."""
    read = _read(library)
    decks = [
        f'<cite lang="{escape(source.language)}">{escape(source.title)}</cite>'
        + (f" ({escape(say.date(source.date))})" if source.date else "")
        for source in read
        if source.kind == "deck"
    ]
    documents = len(read) - len(decks)
    parts = decks or [escape(say["lead_nothing"])]
    if documents and decks:
        parts.append(escape(say.count("more", documents)))
    named = escape(say["and"]).join(parts)
    told = escape(say["lead"]).replace("{sources}", named)
    return f"<h2>{escape(say['heading'])}</h2><p>{told}</p>"


def _scope(library: Library, say: Labels) -> str:
    """The choice of the sources to answer from; empty when there is but one."""
    read = _read(library)
    if len(read) < 2:
        return ""
    decks = [source.source_id for source in read if source.kind == "deck"]
    choices = [("", say["scope_all"])]
    if 0 < len(decks) < len(read):
        choices.append((" ".join(decks), say["scope_decks"]))
    choices += [(source.source_id, about.named(source, say)) for source in read]
    options = "".join(f'<option value="{escape(value)}">{escape(label)}</option>' for value, label in choices)
    return f'<label>{escape(say["scope"])} <select id="scope">{options}</select></label>'


def _languages(say: Labels) -> str:
    """Links to the page in each language; the addresses are those of `create_app`."""
    first = LANGUAGES[0]
    up = "" if say.code == first else "../"
    links = ""
    for code in LANGUAGES:
        address = f"{up}?language={code}" if code == first else f"{up}{code}/"
        here = " aria-current=true" if code == say.code else ""
        name = escape(labels(code)["language"])
        links += (
            f'<a href="{address}" lang="{code}" hreflang="{code}" title="{name}"{here}>{code.upper()}</a>'
        )
    return f'<nav aria-label="{escape(say["languages"])}">{links}</nav>'


def _opener(name: str, label: str) -> str:
    """A button that the page's script acts on."""
    return f'<button type="button" class="quiet" id="{name}">{escape(label)}</button>'


def _head(say: Labels) -> str:
    """The page's style and script, and the texts the script needs."""
    known = {
        "texts": dict(say),
        "language": say.code,
        "languages": [[code, labels(code)["language"]] for code in LANGUAGES],
        "groups": [[group, say[f"group_{group or 'none'}"]] for group in GROUPS],
        "longest": MAX_QUESTION_CHARS,
        "reasons": [[reason, say[f"feedback_{reason}"]] for reason in REASONS],
    }
    data = json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")
    return (
        '<link rel="stylesheet" href="look/chat.css"><script type="module" src="look/chat.js"></script>'
        f'<script type="application/json" id="rapporteur-texts">{data}</script>'
        f"<noscript><p>{escape(say['no_scripts'])} "
        f"<a href='sources'>{escape(say['sources'])}</a></p></noscript>"
    )


def _page(site: Site, say: Labels) -> gr.Blocks:
    page = gr.Blocks(title=site.title, analytics_enabled=False, fill_width=True, fill_height=True)
    with page:
        sent = gr.Textbox(elem_id="sent", visible="hidden", show_label=False, container=False)
        resume = gr.Button(elem_id="resume", visible="hidden")
        with gr.Row(elem_id="top"):
            gr.HTML(f"<h1>{escape(site.title)}</h1>", elem_id="brand")
            gr.HTML(f'<a class="quiet" href="sources">{escape(say["sources"])}</a>', elem_id="to-sources")
            gr.HTML(_languages(say), elem_id="languages")
            gr.HTML(
                _opener("export-button", say["export_short"]),
                elem_id="to-export",
            )
            clear = gr.Button(say["new_conversation"], elem_id="clear", elem_classes="quiet")
            gr.HTML(
                _opener("menu-button", say["menu"]),
                elem_id="to-menu",
            )
        with gr.Column(elem_id="start"):
            lead = gr.HTML(_lead(site.library, say), elem_id="lead")
            with gr.Column(elem_id="examples"):
                buttons = [gr.Button(text, elem_classes="example") for text in site.examples(say.code)]
        chat = gr.Chatbot(
            elem_id="chat",
            label=say["conversation"],
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
            scope = gr.HTML(_scope(site.library, say), elem_id="scopes")
            box = gr.Textbox(
                elem_id="ask",
                label=say["your_question"],
                placeholder=say["placeholder"],
                show_label=False,
                container=False,
                autofocus=True,
                max_lines=6,
                submit_btn=True,
            )
            gr.HTML(
                f'<p>{escape(say["disclaimer"])} <a href="about">{escape(say["about"])}</a></p>',
                elem_id="disclaimer",
            )

        def drawn(
            conversation: Conversation, request: gr.Request, before: Sequence[dict[str, str]] = ()
        ) -> list[dict[str, str]]:
            root = _root(request)
            return messages(conversation, root=root, say=say, suggest=site.suggest, before=before)

        def ask(text: str, sent_along: str, request: gr.Request) -> Iterator[dict[Any, Any]]:
            text = text.strip()
            if not text:
                yield {notice: ""}
                return
            try:
                kept = read_kept(sent_along)
                why_not = refusal(text, say)
            except ConversationError as error:
                why_not = str(error)
            if why_not:
                yield {notice: f'<p role="alert">{escape(why_not)}</p>'}
                return
            # The box was emptied by the page's script; what has been typed since is the reader's.
            yield {box: gr.Textbox(submit_btn=False, stop_btn=True), notice: ""}
            ids = {source.source_id for source in site.library.sources()}
            within = tuple(each for each in kept.scope if each in ids)
            now = before = kept.exchanges
            earlier = messages(before, root=_root(request), say=say)
            for now in converse(site.answerer, text, before, scope=within):
                yield {chat: drawn(now, request, earlier), sent: write_exchange(now[-1])}
            yield {box: _ready(text) if now[-1].state == "failed" else _ready()}

        def stop(sent_along: str, request: gr.Request) -> dict[Any, Any]:
            now = stopped(read_kept(sent_along).exchanges)
            written = write_exchange(now[-1]) if now else ""
            return {chat: drawn(now, request), sent: written, box: _ready()}

        def resumed(sent_along: str, request: gr.Request) -> dict[Any, Any]:
            try:
                kept, told = read_kept(sent_along), ""
            except ConversationError as error:
                kept, told = Kept(), f'<p role="alert">{escape(str(error))}</p>'
            fresh = {lead: _lead(site.library, say), scope: _scope(site.library, say), notice: told}
            if not kept.exchanges:  # nothing to draw over what may have been asked meanwhile
                return fresh
            return {chat: drawn(kept.exchanges, request), box: _ready(), **fresh}

        def restart() -> dict[Any, Any]:
            return {chat: [], box: _ready(""), notice: ""}

        quietly: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        outputs = [chat, sent, box, notice]
        everything = [chat, notice, lead, scope, box]
        loading: Any = page.load(resumed, [sent], everything, js=_RESUMED, **quietly)
        asking: Any = [
            trigger(
                ask,
                [text, sent],
                outputs,
                js=_ASKED,
                cancels=[loading],
                trigger_mode="multiple",  # the page's script has one question wait for the other
                concurrency_limit=MAX_ANSWERS_AT_ONCE,
                concurrency_id="answers",
                **quietly,
            )
            for text, trigger in [(box, box.submit), *((button, button.click) for button in buttons)]
        ]
        sent.change(None, [sent], None, js=_KEPT)
        box.stop(stop, [sent], outputs, js=_STOPPED, cancels=asking, **quietly)
        resume.click(resumed, [sent], everything, js=_RESUMED, cancels=asking, **quietly)
        clear.click(restart, None, outputs, js=_STARTED, cancels=asking, **quietly)
        gr.events.api(
            _answer_of(site),
            api_name="answer",
            concurrency_limit=MAX_ANSWERS_AT_ONCE,
            concurrency_id="answers",
        )
    page.queue(max_size=MAX_WAITING, api_open=False)
    return page


def _answer_of(site: Site) -> Any:  # noqa: ANN401 - Gradio reads the signature of the function itself
    def answer(
        question: str, earlier: list[list[str]] | None = None, scope: list[str] | None = None
    ) -> AnswerJson:
        """Answer a question from the sources of this site, with exact quotations and where they stand.

        Args:
            question: The question, in English, French or Spanish.
            earlier: Earlier questions of the conversation, each with the text of its answer.
            scope: Ids of the sources to answer from; all of them when it is empty.
        """
        if not question.strip():
            raise gr.Error("The question is empty.")
        if why_not := refusal(question):
            raise gr.Error(why_not)
        known = {source.source_id for source in _read(site.library)}
        if unknown := sorted(set(scope or ()) - known):
            raise gr.Error(f"There is no source {unknown[0]!r}. There are: {', '.join(sorted(known))}.")
        if any(len(pair) != 2 for pair in earlier or ()):
            raise gr.Error("Each earlier question goes with its answer: two texts.")
        history = [
            turn
            for asked, told in earlier or ()
            for turn in (Turn(role="user", content=asked), Turn(role="assistant", content=told))
        ]
        *_, last = site.answerer.stream(question.strip(), history, scope=tuple(scope or ()))
        return answer_to_json(last)

    return answer


def _ready(text: str | None = None) -> gr.Textbox:
    """The box with its send button back; what stands in it is left alone unless `text` is given."""
    if text is None:
        return gr.Textbox(submit_btn=True, stop_btn=False)
    return gr.Textbox(value=text, submit_btn=True, stop_btn=False)


def _root(request: gr.Request) -> str:
    return root_of(request.request) if request.request else ""


# --- The site


def create_app(site: Site) -> App:
    """The site as an application: the chat page at "/" in English, "/fr/" in French and "/es/" in Spanish.

    Nothing is served or asked of the network by making it. It can be mounted in another application below a
    path, which has to run its lifespan. Raises RapporteurError when `mcp` is set and its package is missing.
    """
    first, *others = [(code, make_site(site, labels(code))) for code in LANGUAGES]
    for code, inner in others:
        _mount(inner, site, labels(code))
        first[1].mount(f"/{code}", inner)
        to_its_page(first[1], f"/{code}")
    app = first[1]
    _mount(app, site, labels(first[0]))
    guard(app)
    own = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(running: App) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for _, inner in others:
                await stack.enter_async_context(inner.router.lifespan_context(inner))
            await stack.enter_async_context(own(running))
            yield

    app.router.lifespan_context = lifespan
    return app


def _mount(app: App, site: Site, say: Labels) -> None:
    page = _page(site, say)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=site.mcp,
        max_file_size=1,
        favicon_path=str(files("bot.page") / "static" / "icon.svg"),
        theme=_theme(),
        head=_head(say),
    )
    if site.mcp and not page.mcp_server:  # Gradio goes on without a word
        raise RapporteurError(
            "RAPPORTEUR_MCP needs packages that are not installed. Run: pip install 'rapporteur[mcp]'"
        )


class _Server(uvicorn.Server):
    """A server that says where it is once it listens."""

    address = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(f"Rapporteur is at {self.address}\n")
            sys.stdout.flush()


def serve(app: App, host: str = "127.0.0.1", port: int = 7860) -> None:
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
