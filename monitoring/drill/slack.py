#!/usr/bin/env python3
"""A Slack that only pretends, on port 8098: answers each incoming webhook with "ok" and writes its body to standard output, a line each."""
import http.server, signal, sys

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        print(self.rfile.read(int(self.headers["Content-Length"])).decode(), flush=True)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("0.0.0.0", 8098), Handler).serve_forever()
