#!/usr/bin/python3
"""Stands in for cAdvisor: /healthz and /metrics on port 8080, with the memory of each container from the host's cgroups below /sys."""
import http.server, pathlib, signal, socket, sys, time

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def containers():
    for file in [*pathlib.Path("/sys/fs/cgroup").glob("memory/docker/*/memory.usage_in_bytes"),
                 *pathlib.Path("/sys/fs/cgroup").glob("system.slice/docker-*.scope/memory.current")]:
        yield file.parent.name, file.read_text().strip()


def metrics():
    lines = ["# TYPE container_memory_usage_bytes gauge", "# TYPE container_last_seen gauge"]
    for name, used in containers():
        labels = f'{{id="/docker/{name}",name="{name[:12]}",image=""}}'
        lines += [f"container_memory_usage_bytes{labels} {used}", f"container_last_seen{labels} {int(time.time())}"]
    return "\n".join(sorted(lines, reverse=True)) + "\n"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = {"/healthz": lambda: "ok", "/metrics": metrics}.get(self.path, lambda: None)()
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        self.wfile.write((body or "").encode())

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6  # and IPv4: "localhost" is either


Server(("::", 8080), Handler).serve_forever()
