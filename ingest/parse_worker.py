"""The process that reads files for another: a request a line comes in, an answer goes out.

A request is a JSON object with `do`, `path` and what that takes. An answer is a line of JSON that says how
many bytes follow it, and those bytes. Nothing that a file makes this process say is executed by the one that
asked.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from ingest.converters import programs
from ingest.errors import FileTooLargeError, ParseError, UnknownPageError
from ingest.parse import parse
from ingest.parse_limits import Limits, confine, end_after, let_read, peak
from ingest.parsed_json import to_json


def main() -> None:
    """Nothing; ends when its standard input does."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    limits = Limits(**json.loads(sys.argv[1]))
    confine(limits, programs=programs())
    for line in sys.stdin.buffer:
        end_after(limits.seconds)
        request = json.loads(line)
        let_read(Path(request["path"]))
        head, data = _answered(request, limits)
        answers.write(json.dumps({**head, "bytes": len(data), "peak": peak()}).encode() + b"\n" + data)
        answers.flush()
        end_after(0)


def _answered(request: dict[str, Any], limits: Limits) -> tuple[dict[str, str], bytes]:
    name = Path(request["path"]).name
    try:
        data = _done(request)
        if len(data) > limits.output_megabytes << 20:
            raise FileTooLargeError(
                f"{name!r} gives more than the {limits.output_megabytes} MiB that are taken of one file. "
                "Split it."
            )
        return {"error": ""}, data
    except MemoryError:
        return {"error": "MemoryError"}, b""
    except (ParseError, UnknownPageError) as error:
        return {"error": type(error).__name__}, str(error).encode(errors="replace")


def _done(request: dict[str, Any]) -> bytes:
    path = Path(request["path"])
    if request["do"] == "picture":
        from ingest.parse_pdf import page_picture

        return page_picture(path, int(request["page"]), width=int(request["width"]))
    if request["do"] == "boxes":
        from ingest.pdf_boxes import quote_boxes

        spans = [(int(start), int(end)) for start, end in request["spans"]]
        return json.dumps(quote_boxes(path, int(request["page"]), request["text"], spans)).encode()
    return to_json(parse(path, source_id="", kind=request["kind"]))


if __name__ == "__main__":
    main()
