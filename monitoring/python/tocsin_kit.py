"""What an application of the platform shows: metrics, health and logs, for any WSGI or ASGI application.

    kit = Kit(checks={"redis": redis.ping, "database": ping_database}, ready=["database"])
    application = kit.wsgi(application)      # Flask, Django: app.wsgi_app = kit.wsgi(app.wsgi_app)
    app = kit.asgi(app)                      # FastAPI, Starlette, Django
    kit.serve(9000)                          # a program without HTTP, or a port of its own for all this
    json_logs("shop")                        # logs in the Elastic Common Schema, with the id of the request

Copy this file into the project. It needs Python 3.9 and prometheus_client, and no framework. docs/add-an-application.md has the rest.
"""

from __future__ import annotations

import asyncio
import contextvars
import json
import logging
import logging.handlers
import os
import re
import socketserver
import sys
import threading
import time
import uuid
import wsgiref.simple_server
from datetime import datetime, timezone
from typing import Any, Callable, Iterable, Mapping, Optional

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, multiprocess
from prometheus_client.exposition import choose_encoder

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)

REQUEST_COUNT = Counter("http_requests_total", "HTTP requests", ["method", "endpoint", "status"])
REQUEST_DURATION = Histogram(
    "http_request_duration_seconds", "Time from a request to the end of its answer", ["method", "endpoint"], buckets=BUCKETS
)
# What an application can see of its connections: the requests in progress.
ACTIVE_CONNECTIONS = Gauge("http_active_connections", "HTTP requests in progress", multiprocess_mode="livesum")
USER_REGISTRATIONS = Counter("user_registrations_total", "User registrations")
TRADE_VOLUME = Counter("trade_volume_total", "Trading volume", ["symbol", "side"])
PROCESSING_TIME = Histogram("data_processing_seconds", "Time spent processing data", ["operation"], buckets=BUCKETS)
SIGN_INS = Counter("sign_ins_total", "Sign-ins that were tried", ["outcome"])  # success, failure

METHODS = frozenset(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"])
UNKNOWN = "UNKNOWN"
MAX_ENDPOINTS = 100
FRESH = 1.0  # seconds for which the result of a check is shown again, however often it is asked for

log = logging.getLogger(__name__)
request_id: contextvars.ContextVar[Optional[str]] = contextvars.ContextVar("request_id", default=None)


class _Run:
    """One run of a check, in a thread of its own that nobody has to wait for."""

    def __init__(self, name: str, check: Callable[[], Any]) -> None:
        self.began = time.monotonic()
        self.done = threading.Event()
        self.failure: Optional[BaseException] = None
        threading.Thread(target=self._run, args=(check,), name=f"check-{name}", daemon=True).start()

    def _run(self, check: Callable[[], Any]) -> None:
        try:
            if check() is False:
                raise ValueError("the check returned False")
        except BaseException as failure:  # whatever a check raises, it is its result
            self.failure = failure
        self.done.set()


class Kit:
    """Metrics and health of one application.

    checks   by name, what must work: a call that returns, or raises (or returns False) when it does not. It is called in a thread,
             once a second at most.
    ready    the names of those without which no request can be served; the others make /health 503, but not /health/ready.
    timeout  seconds for all checks together. One that hangs is not started again before it has ended.
    expose   whether the application's own port shows /metrics and /health; with False only serve() does.
    """

    def __init__(
        self, checks: Mapping[str, Callable[[], Any]] = {}, ready: Iterable[str] = (), timeout: float = 2.0, expose: bool = True
    ) -> None:
        self.accepting = True  # set it to False before the end: /health/ready then answers 503
        self._checks, self._ready, self._timeout, self._expose = dict(checks), frozenset(ready), timeout, expose
        if not self._ready <= self._checks.keys():
            raise ValueError(f"ready names no check: {sorted(self._ready - self._checks.keys())}")
        self._failed: set[str] = set()
        self._endpoints: set[str] = set()
        self._forget_runs()
        # Threads do not survive a fork, so neither do their runs.
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget_runs)

    def _forget_runs(self) -> None:
        self._lock = threading.Lock()
        self._runs: dict[str, _Run] = {}

    # Health

    def _start(self, names: Iterable[str]) -> dict[str, _Run]:
        """The runs of the checks: one that is under way, or a new one."""
        with self._lock:
            for name in names:
                run = self._runs.get(name)
                if run is None or run.done.is_set() and time.monotonic() - run.began > FRESH:
                    self._runs[name] = _Run(name, self._checks[name])
            return {name: self._runs[name] for name in names}

    def _names(self, path: str) -> Iterable[str]:
        return {"/health": self._checks.keys(), "/health/ready": self._ready}.get(path, ())

    def _left(self, run: _Run) -> float:
        return run.began + self._timeout - time.monotonic()

    def _answer(self, path: str, runs: Mapping[str, _Run]) -> tuple[int, bytes]:
        components = {}
        for name, run in runs.items():
            if not run.done.is_set():
                reason = f"no result within {self._timeout:g} s"
            elif run.failure is not None:
                reason = type(run.failure).__name__  # not its text, which may name hosts, users or passwords
            else:
                reason = ""
            components[name] = {"status": "DOWN", "reason": reason} if reason else {"status": "UP"}
            if reason and name not in self._failed:
                self._failed.add(name)
                log.warning("The check %s fails: %s", name, reason, exc_info=run.failure)
            elif not reason and name in self._failed:
                self._failed.discard(name)
                log.info("The check %s succeeds again", name)
        up = all(component["status"] == "UP" for component in components.values())
        if path == "/health/ready":
            up = up and self.accepting
        status = {"status": "UP" if up else "DOWN", **({"components": components} if components else {})}
        return 200 if up else 503, json.dumps(status).encode()

    def health(self, path: str = "/health") -> tuple[int, bytes]:
        """The status and the JSON body that /health, /health/ready or /health/live answers, within the timeout."""
        runs = self._start(self._names(path))
        for run in runs.values():
            run.done.wait(max(0.0, self._left(run)))
        return self._answer(path, runs)

    async def health_async(self, path: str = "/health") -> tuple[int, bytes]:
        """The same without blocking the event loop, and without its pool of threads, which may be used up."""
        runs = self._start(self._names(path))
        while any(not run.done.is_set() and self._left(run) > 0 for run in runs.values()):
            await asyncio.sleep(0.005)
        return self._answer(path, runs)

    # Metrics

    @staticmethod
    def metrics(accept: str = "") -> tuple[str, bytes]:
        """Content type and body of /metrics; of all processes where PROMETHEUS_MULTIPROC_DIR is set."""
        registry = REGISTRY
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            registry = CollectorRegistry()
            multiprocess.MultiProcessCollector(registry)
        encode, content_type = choose_encoder(accept)
        return content_type, encode(registry)

    def _count(self, method: str, endpoint: str, status: int, began: float) -> None:
        if endpoint not in self._endpoints:
            if len(self._endpoints) < MAX_ENDPOINTS:
                self._endpoints.add(endpoint)
            else:
                endpoint = "other"
        method = method if method in METHODS else UNKNOWN
        REQUEST_COUNT.labels(method, endpoint, str(status)).inc()
        REQUEST_DURATION.labels(method, endpoint).observe(time.perf_counter() - began)

    @staticmethod
    def _own(path: str) -> Optional[str]:
        path = path.rstrip("/")
        return path if path in ("/metrics", "/health", "/health/ready", "/health/live") else None

    # WSGI

    def wsgi(self, application: Callable, endpoint: Optional[Callable[[dict], Optional[str]]] = None) -> Callable:
        """The application with metrics, health and request ids; endpoint gives the route template where no framework is known."""
        template = endpoint or _wsgi_template

        def monitored(environ: dict, start_response: Callable) -> Iterable[bytes]:
            own = self._own(environ.get("PATH_INFO", "")) if self._expose else None
            if own:
                return self._wsgi_own(own, environ, start_response)
            began, method = time.perf_counter(), environ.get("REQUEST_METHOD", "")
            rid = _valid_id(environ.get("HTTP_X_REQUEST_ID"))
            before, status, route = request_id.get(), 500, None
            request_id.set(rid)

            def start(line: str, headers: list, *exc_info: Any) -> Callable:
                nonlocal status, route
                status, route = int(line.split(" ", 1)[0]), _endpoint(template, environ)
                return start_response(line, [*_without_id(headers), ("X-Request-Id", rid)], *exc_info)

            def finish(failed: bool = False) -> None:
                ACTIVE_CONNECTIONS.dec()
                self._count(method, route or _endpoint(template, environ), 500 if failed else status, began)
                request_id.set(before)

            ACTIVE_CONNECTIONS.inc()
            try:
                return _Body(application(environ, start), finish)
            except BaseException:
                finish(failed=True)
                raise

        return monitored

    def _wsgi_own(self, path: str, environ: dict, start_response: Callable) -> Iterable[bytes]:
        if environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            start_response("405 Method Not Allowed", [("Allow", "GET, HEAD"), ("Content-Length", "0")])
            return []
        if path == "/metrics":
            status, (content_type, body) = 200, self.metrics(environ.get("HTTP_ACCEPT", ""))
        else:
            content_type, (status, body) = "application/json", self.health(path)
        line = "200 OK" if status == 200 else "503 Service Unavailable"
        start_response(line, [("Content-Type", content_type), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")])
        return [body] if environ["REQUEST_METHOD"] == "GET" else []

    # ASGI

    def asgi(self, application: Callable, endpoint: Optional[Callable[[dict], Optional[str]]] = None) -> Callable:
        """As wsgi(), for ASGI."""
        template = endpoint or _asgi_template

        async def monitored(scope: dict, receive: Callable, send: Callable) -> None:
            if scope["type"] != "http":
                await application(scope, receive, send)
                return
            own = self._own(scope["path"]) if self._expose else None
            if own:
                await self._asgi_own(own, scope, send)
                return
            began, status = time.perf_counter(), 500
            rid = _valid_id(_header(scope, b"x-request-id"))
            scope["tocsin.root_path"] = scope.get("root_path", "")

            async def send_on(message: dict) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                    headers = [one for one in message.get("headers", ()) if one[0].lower() != b"x-request-id"]
                    message = {**message, "headers": [*headers, (b"x-request-id", rid.encode())]}
                await send(message)

            ACTIVE_CONNECTIONS.inc()
            request_id.set(rid)  # and it stays for what the server logs afterwards: each request has a context of its own
            try:
                await application(scope, receive, send_on)
            except asyncio.CancelledError:
                status = 499  # the client did not wait for the answer
                raise
            except BaseException:
                status = 500
                raise
            finally:
                ACTIVE_CONNECTIONS.dec()
                self._count(scope["method"], _endpoint(template, scope), status, began)

        return monitored

    async def _asgi_own(self, path: str, scope: dict, send: Callable) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            status, content_type, body = 405, "text/plain", b""
        elif path == "/metrics":
            status, (content_type, body) = 200, self.metrics(_header(scope, b"accept") or "")
        else:
            content_type, (status, body) = "application/json", await self.health_async(path)
        headers = [(b"content-type", content_type.encode()), (b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    # A port of its own

    def serve(self, port: int, address: str = "0.0.0.0") -> wsgiref.simple_server.WSGIServer:
        """Shows /metrics and /health on a port of their own, from a thread; for programs without HTTP, and with expose=False."""

        def only(environ: dict, start_response: Callable) -> Iterable[bytes]:
            own = self._own(environ.get("PATH_INFO", ""))
            if own:
                return self._wsgi_own(own, environ, start_response)
            start_response("404 Not Found", [("Content-Length", "0")])
            return []

        server = wsgiref.simple_server.make_server(address, port, only, _Server, _Handler)
        threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
        return server


class _Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True


class _Handler(wsgiref.simple_server.WSGIRequestHandler):
    timeout = 10  # seconds that a slow client may hold a thread

    def log_message(self, *_: Any) -> None:
        pass


class _Body:
    """The body of an answer, which says once when it is over."""

    def __init__(self, body: Iterable[bytes], finish: Callable[..., None]) -> None:
        self._body, self._finish = body, finish

    def __iter__(self) -> Iterable[bytes]:
        try:
            yield from self._body
        except GeneratorExit:  # the client has gone
            raise
        except BaseException:
            self._end(failed=True)
            raise
        self._end()

    def close(self) -> None:
        try:
            if hasattr(self._body, "close"):
                self._body.close()
        finally:
            self._end()

    def _end(self, **how: bool) -> None:
        finish, self._finish = self._finish, lambda **_: None
        finish(**how)


def _endpoint(template: Callable[[dict], Optional[str]], request: dict) -> str:
    try:
        return template(request) or UNKNOWN
    except Exception:  # an answer is worth more than its label
        log.debug("No route template", exc_info=True)
        return UNKNOWN


def _wsgi_template(environ: dict) -> Optional[str]:
    request = environ.get("werkzeug.request")  # Flask, until the answer begins
    if request is not None:
        return getattr(getattr(request, "url_rule", None), "rule", None)
    if "bottle.route" in environ:
        return environ["bottle.route"].rule
    return _django_template(environ.get("PATH_INFO", ""))


def _asgi_template(scope: dict) -> Optional[str]:
    prefix = scope.get("root_path", "")[len(scope["tocsin.root_path"]) :]  # of mounted applications
    route = scope.get("route")  # FastAPI
    if route is not None:
        return prefix + route.path
    if "endpoint" in scope:  # Starlette: the route that has this endpoint
        return next(_starlette_templates(scope.get("app"), scope["endpoint"]), None)
    return None if "app" in scope else _django_template(scope["path"].removeprefix(scope["tocsin.root_path"]))


def _starlette_templates(owner: Any, endpoint: Any) -> Iterable[str]:
    for route in getattr(owner, "routes", None) or ():
        if endpoint in (getattr(route, "endpoint", None), getattr(route, "app", None)):
            yield route.path
        else:
            yield from (route.path + inner for inner in _starlette_templates(route, endpoint))


def _django_template(path: str) -> Optional[str]:
    urls = sys.modules.get("django.urls")
    if urls is None:
        return None
    try:
        return "/" + urls.resolve(path).route
    except urls.Resolver404:
        return None


def _header(scope: dict, name: bytes) -> Optional[str]:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), None)


def _valid_id(given: Optional[str]) -> str:
    """The caller's id, if it can be one: it goes into logs and into the answer."""
    return given if given and re.fullmatch(r"[A-Za-z0-9._-]{1,64}", given) else uuid.uuid4().hex


def _without_id(headers: list) -> list:
    return [one for one in headers if one[0].lower() != "x-request-id"]


class EcsFormatter(logging.Formatter):
    """One JSON object per record, in the Elastic Common Schema, as Spring Boot writes it and Tocsin asks for it."""

    LEVELS = {"WARNING": "WARN", "CRITICAL": "FATAL"}
    PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, timezone.utc)
        line: dict[str, Any] = {
            "@timestamp": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "log": {"level": self.LEVELS.get(record.levelname, record.levelname), "logger": record.name},
            "process": {"pid": record.process, "thread": {"name": record.threadName}},
            "service": {"name": self._service},
            "message": record.getMessage(),
            "ecs": {"version": "8.11"},
        }
        if request_id.get():
            line["http"] = {"request": {"id": request_id.get()}}
        if record.exc_info and record.exc_info[0]:
            error = record.exc_info[0]
            name = error.__qualname__ if error.__module__ == "builtins" else f"{error.__module__}.{error.__qualname__}"
            line["error"] = {"type": name, "message": str(record.exc_info[1]), "stack_trace": self.formatException(record.exc_info)}
        labels = {key: str(value) for key, value in vars(record).items() if key not in self.PLAIN}
        if labels:
            line["labels"] = labels
        # Half a surrogate pair, which texts from outside may have, is no UTF-8.
        return json.dumps(line, ensure_ascii=False).encode("utf-8", "replace").decode()


def json_logs(service: str, file: Optional[str] = None, level: int = logging.INFO) -> None:
    """Writes all logs as JSON lines to standard output, and to a file when one is named, which may be moved away at any time."""
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stdout)]
    if file:
        handlers.append(logging.handlers.WatchedFileHandler(file, encoding="utf-8"))
    for handler in handlers:
        handler.setFormatter(EcsFormatter(service))
    logging.basicConfig(level=level, handlers=handlers, force=True)
    # These have handlers of their own, for people.
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "gunicorn.error", "gunicorn.access", "django", "django.server"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
