#!/usr/bin/python3
"""Stands in for Grafana on port 3000. At the start it reads what Grafana would read and writes where Grafana would write; then it
answers /api/health, /metrics, /login, sends a provisioned dashboard's address to the sign-in, and knows no other page."""
import http.server, json, os, pathlib, signal, sys, urllib.parse

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
for name in [n for n in os.environ if n.startswith("GF_") and n.endswith("__FILE")]:
    print(f"secret {name[:-6]} from {os.environ[name]}: {len(pathlib.Path(os.environ[name]).read_text())} characters", flush=True)
for folder in (os.environ["GF_PATHS_DATA"], "/tmp"):
    (pathlib.Path(folder) / "probe").write_text("x")
dashboards = {}
for path in sorted(pathlib.Path("/etc/grafana").rglob("*.json")):
    dashboards[json.loads(path.read_text())["uid"]] = path
    print(f"dashboard {path}", flush=True)
for path in sorted(pathlib.Path(os.environ["GF_PATHS_PROVISIONING"]).rglob("*.yml")):
    print(f"provisioning {path}: {len(path.read_text())} characters", flush=True)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        parts = path.strip("/").split("/")
        pages = {"/api/health": '{"database":"ok","version":"stand-in"}', "/metrics": "grafana_stand_in 1\n", "/login": "This stands in for Grafana.\n"}
        if path in pages:
            self.answer(200, pages[path], "application/json" if path.startswith("/api") else "text/plain")
        elif path == "/" or parts[0] == "d" and len(parts) > 1 and parts[1] in dashboards:
            self.answer(302, "", "text/plain", ("Location", "/login"))
        else:
            self.answer(404, "", "text/plain")

    def answer(self, status, body, kind, *headers):
        self.send_response(status)
        for header in (("Content-Type", kind), ("Content-Length", str(len(body))), *headers):
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("0.0.0.0", 3000), Handler).serve_forever()
