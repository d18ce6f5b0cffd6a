#!/usr/bin/env python3
"""An application of the platform, as small as can be: app.py PORT. /metrics, and /health, which is 503 while the file /tmp/down is there."""
import http.server, os, signal, sys

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
METRICS = b'# TYPE http_requests_total counter\nhttp_requests_total{method="GET",endpoint="/",status="200"} 1\n'


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        down = os.path.exists("/tmp/down")
        status, body = {"/metrics": (200, METRICS), "/health": (503 if down else 200, b"{}")}.get(self.path, (404, b""))
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("0.0.0.0", int(sys.argv[1])), Handler).serve_forever()
