"""A server on this machine that speaks the protocols of language models and says what a test wants."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Script:
    """How the server behaves."""

    text: str = ""
    status: int = 200
    fail_first: int = 0
    """Requests answered with `status` before the others are answered well; 0 for all, when it is not 200."""
    pause: float = 0.0
    """Seconds between two words."""
    break_after: int | None = None
    """Words after which the connection is closed in the middle."""
    hang: bool = False
    """Whether it says nothing at all until the test ends."""
    garbage: bool = False
    """Whether it sends what is no reply."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    """The bodies of the requests."""
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(script: Script) -> Iterator[str]:
    """The address of a server that follows the script, for as long as it is needed."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Says nothing."""

        def do_POST(self) -> None:
            script.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            if script.hang:
                script.over.wait(30)
                return
            failing = script.status != 200 and (
                not script.fail_first or len(script.asked) <= script.fail_first
            )
            if failing:
                body = json.dumps({"error": {"message": "a secret", "type": "x"}}).encode()
                self.send_response(script.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                return
            self.send_response(200)
            ollama = self.path.endswith("/api/chat")
            self.send_header("Content-Type", "application/x-ndjson" if ollama else "text/event-stream")
            self.end_headers()
            if script.garbage:
                self.wfile.write(b"<html>502 Bad Gateway</html>\n\n")
                return
            words = [word + " " for word in script.text.split(" ")]
            for at, word in enumerate(words):
                if at == script.break_after:
                    return
                self._send(word, ollama=ollama)
                if script.pause and script.over.wait(script.pause):
                    return
            self._end(ollama=ollama)

        def _send(self, word: str, *, ollama: bool) -> None:
            said: dict[str, Any] = {"role": "assistant", "content": word}
            if ollama:
                line = {"model": "m", "created_at": "2026-01-01T00:00:00Z", "message": said, "done": False}
                self.wfile.write(json.dumps(line).encode() + b"\n")
            else:
                self._event({"choices": [{"index": 0, "delta": said, "finish_reason": None}]})
            self.wfile.flush()

        def _end(self, *, ollama: bool) -> None:
            if ollama:
                line = {
                    "model": "m",
                    "created_at": "2026-01-01T00:00:00Z",
                    "message": {"role": "assistant", "content": ""},
                    "done": True,
                    "done_reason": "stop",
                    "prompt_eval_count": 100,
                    "eval_count": 20,
                }
                self.wfile.write(json.dumps(line).encode() + b"\n")
                return
            self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
            self._event({"choices": [], "usage": usage})
            self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, data: dict[str, Any]) -> None:
            head = {"id": "1", "object": "chat.completion.chunk", "created": int(time.time()), "model": "m"}
            self.wfile.write(b"data: " + json.dumps(head | data).encode() + b"\n\n")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        script.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
