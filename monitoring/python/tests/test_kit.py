"""The kit under the real frameworks and servers, as far as they are installed; with CI=true each must be."""

import http.client
import importlib.util
import io
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import apps
import tocsin_kit
from prometheus_client.parser import text_string_to_metric_families
from tocsin_kit import Kit

logging.getLogger().addHandler(logging.NullHandler())


def needs(*modules):
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    return unittest.skipIf(missing and os.environ.get("CI") != "true", f"not installed: {', '.join(missing)}")


def ask(port, path, method="GET", headers={}):
    """Status, body and headers of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers
    finally:
        connection.close()


def counted(port):
    """Requests by method, endpoint and status."""
    return {
        tuple(sample.labels[label] for label in ("method", "endpoint", "status")): sample.value
        for family in text_string_to_metric_families(ask(port, "/metrics")[1])
        for sample in family.samples
        if sample.name == "http_requests_total"
    }


class Counting:
    """What an application is asked counts, under the template of its route and with the status of the answer."""

    def counts(self, path, endpoint, status, method="GET"):
        key = method, endpoint, str(status)
        before = counted(self.port).get(key, 0)
        self.assertEqual(status, ask(self.port, path, method)[0])
        end = time.monotonic() + 10  # the answer may arrive before it is counted
        while counted(self.port).get(key, 0) == before and time.monotonic() < end:
            time.sleep(0.01)
        self.assertEqual(before + 1, counted(self.port).get(key, 0), key)

    def test_request_id_is_the_callers_or_a_new_one(self):
        path = self.PATH
        self.assertEqual("abc-1", ask(self.port, path, headers={"X-Request-Id": "abc-1"})[2]["X-Request-Id"])
        for bad in ("", "x" * 65, 'a"b'):
            self.assertRegex(ask(self.port, path, headers={"X-Request-Id": bad})[2]["X-Request-Id"], "^[0-9a-f]{32}$")

    def test_health_and_metrics_are_shown(self):
        self.assertEqual((200, '{"status": "UP"}'), ask(self.port, "/health/live")[:2])
        self.assertEqual(405, ask(self.port, "/health", "POST")[0])
        self.assertEqual((200, ""), ask(self.port, "/health/", "HEAD")[:2])
        status, body, headers = ask(self.port, "/metrics")
        self.assertIn("text/plain", headers["Content-Type"])
        for family in ("http_requests_total", "http_request_duration_seconds", "http_active_connections", "user_registrations_total",
                       "trade_volume_total", "data_processing_seconds"):
            self.assertIn(f"# TYPE {family} ", body)
        self.assertIn("openmetrics", ask(self.port, "/metrics", headers={"Accept": "application/openmetrics-text"})[2]["Content-Type"])
        self.assertNotIn('endpoint="/health', body)

    def test_nothing_is_in_progress_afterwards(self):
        ask(self.port, self.PATH)
        end = time.monotonic() + 10
        while tocsin_kit.ACTIVE_CONNECTIONS._value.get() != 0 and time.monotonic() < end:
            time.sleep(0.01)
        self.assertEqual(0, tocsin_kit.ACTIVE_CONNECTIONS._value.get())


class WsgiCase(Counting):
    @classmethod
    def setUpClass(cls):
        cls.server = apps.serve_wsgi(Kit().wsgi(cls.app(), **cls.HOW))
        cls.port = cls.server.server_port

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()

    HOW = {}


class AsgiCase(Counting):
    @classmethod
    def setUpClass(cls):
        cls.server, cls.port = apps.serve_asgi(Kit().asgi(cls.app()))

    @classmethod
    def tearDownClass(cls):
        cls.server.should_exit = True


@needs("flask")
class FlaskTests(WsgiCase, unittest.TestCase):
    PATH = "/orders/1"

    @staticmethod
    def app():
        return apps.flask_app().wsgi_app

    def test_endpoint_is_the_rule(self):
        self.counts("/orders/17", "/orders/<int:number>", 200)
        self.counts("/lines", "/lines", 200)

    def test_no_route_is_unknown(self):
        self.counts("/wp-admin.php", "UNKNOWN", 404)
        self.counts("/orders/17", "UNKNOWN", 405, "DELETE")

    def test_an_exception_is_500(self):
        self.counts("/broken", "/broken", 500)


@needs("fastapi", "uvicorn")
class FastApiTests(AsgiCase, unittest.TestCase):
    PATH = "/orders/1"

    @staticmethod
    def app():
        return apps.fastapi_app()

    def test_endpoint_is_the_template(self):
        self.counts("/orders/17", "/orders/{number}", 200)
        self.counts("/inner/items/x", "/inner/items/{name}", 200)
        self.counts("/static/apps.py", "/static", 200)
        self.counts("/orders/none", "/orders/{number}", 422)

    def test_no_route_is_unknown(self):
        self.counts("/wp-admin.php", "UNKNOWN", 404)

    def test_an_exception_is_500(self):
        self.counts("/broken", "/broken", 500)


@needs("starlette", "uvicorn")
class StarletteTests(AsgiCase, unittest.TestCase):
    PATH = "/deep/pages/a"

    @staticmethod
    def app():
        return apps.starlette_app()

    def test_endpoint_is_the_template(self):
        self.counts("/deep/pages/a", "/deep/pages/{name}", 200)
        self.counts("/pages/a/edit", "/pages/{name}/edit", 200)
        self.counts("/nowhere", "UNKNOWN", 404)


class Django:
    PATH = "/articles/2026/"

    def test_endpoint_is_the_route(self):
        self.counts("/articles/2026/", "/articles/<int:year>/", 200)
        self.counts("/nowhere", "UNKNOWN", 404)
        self.counts("/broken", "/broken", 500)


@needs("django")
class DjangoWsgiTests(Django, WsgiCase, unittest.TestCase):
    @staticmethod
    def app():
        return apps.django_wsgi()


@needs("django", "uvicorn")
class DjangoAsgiTests(Django, AsgiCase, unittest.TestCase):
    @staticmethod
    def app():
        return apps.django_asgi()


class PlainTests(WsgiCase, unittest.TestCase):
    """Without a framework the application says what its endpoint is; one that fails to say costs no answer."""

    PATH = "/plain"
    HOW = {"endpoint": lambda environ: {"/plain": "/plain", "/bad": 1 / 0}[environ["PATH_INFO"]] if environ["PATH_INFO"] == "/bad" else "/plain"}

    @staticmethod
    def app():
        return apps.plain_wsgi

    def test_endpoint_is_what_the_application_says(self):
        self.counts("/plain", "/plain", 200)
        self.counts("/bad", "UNKNOWN", 200)
        self.counts("/plain", "/plain", 200, "OPTIONS")
        self.counts("/plain", "/plain", 200, "DELETE")

    def test_what_callers_choose_makes_no_series_without_end(self):
        self.assertEqual(200, ask(self.port, "/plain", "BREW")[0])
        self.assertIn(("UNKNOWN", "/plain", "200"), counted(self.port))

    def test_an_exception_before_the_answer_is_500_and_goes_on(self):
        def failing(environ, start_response):
            raise RuntimeError

        monitored = Kit().wsgi(failing, lambda _: "/failing")
        with self.assertRaises(RuntimeError):
            monitored({"PATH_INFO": "/failing", "REQUEST_METHOD": "GET"}, None)
        self.assertEqual(1, counted(self.port)["GET", "/failing", "500"])

    def test_an_exception_in_the_middle_of_the_answer_is_500(self):
        def failing(environ, start_response):
            start_response("200 OK", [])
            yield b"half"
            raise RuntimeError

        body = Kit().wsgi(failing, lambda _: "/half")({"PATH_INFO": "/half", "REQUEST_METHOD": "GET"}, lambda *_: None)
        with self.assertRaises(RuntimeError):
            list(body)
        body.close()
        self.assertEqual(1, counted(self.port)["GET", "/half", "500"])


class EndpointsTests(unittest.TestCase):
    def test_more_than_a_hundred_are_other(self):
        monitored = Kit().wsgi(apps.plain_wsgi, lambda environ: environ["PATH_INFO"])
        for number in range(150):
            monitored({"PATH_INFO": f"/many/{number}", "REQUEST_METHOD": "GET"}, lambda *_: None).close()
        seen = {key[1] for key in self.keys() if key[1].startswith("/many/")}
        self.assertEqual(tocsin_kit.MAX_ENDPOINTS, len(seen))
        self.assertIn(("GET", "other", "200"), self.keys())

    @staticmethod
    def keys():
        return {
            tuple(sample.labels[label] for label in ("method", "endpoint", "status"))
            for family in text_string_to_metric_families(Kit.metrics()[1].decode())
            for sample in family.samples
            if sample.name == "http_requests_total"
        }


class HealthTests(unittest.TestCase):
    def setUp(self):
        self.fresh, tocsin_kit.FRESH = tocsin_kit.FRESH, 0.0

    def tearDown(self):
        tocsin_kit.FRESH = self.fresh

    @staticmethod
    def health(kit, path="/health"):
        status, body = kit.health(path)
        return status, json.loads(body)

    def test_what_works_is_up(self):
        kit = Kit(checks={"redis": lambda: True, "database": lambda: None})
        self.assertEqual(
            (200, {"status": "UP", "components": {"redis": {"status": "UP"}, "database": {"status": "UP"}}}), self.health(kit)
        )

    def test_what_fails_is_down_and_its_text_is_told_to_nobody(self):
        def refused():
            raise ConnectionError("user root at db.example.com, password secret")

        kit = Kit(checks={"redis": lambda: False, "database": refused})
        status, body = self.health(kit)
        self.assertEqual(503, status)
        self.assertEqual({"status": "DOWN", "reason": "ConnectionError"}, body["components"]["database"])
        self.assertEqual("DOWN", body["components"]["redis"]["status"])

    def test_only_what_is_named_makes_it_not_ready(self):
        kit = Kit(checks={"redis": lambda: False, "database": lambda: True}, ready=["database"])
        self.assertEqual(503, kit.health()[0])
        self.assertEqual((200, {"status": "UP", "components": {"database": {"status": "UP"}}}), self.health(kit, "/health/ready"))
        kit.accepting = False
        self.assertEqual(503, kit.health("/health/ready")[0])
        self.assertEqual(200, kit.health("/health/live")[0])
        with self.assertRaisesRegex(ValueError, "databse"):
            Kit(checks={"database": print}, ready=["databse"])

    def test_a_check_that_hangs_is_answered_in_time_and_started_once(self):
        go, calls = threading.Event(), []

        def hang():
            calls.append(1)
            go.wait(60)

        kit = Kit(checks={"database": hang, "redis": lambda: True}, timeout=0.2)
        began = time.monotonic()
        for _ in range(20):
            status, body = self.health(kit)
            self.assertEqual((503, "UP"), (status, body["components"]["redis"]["status"]))
            self.assertEqual("no result within 0.2 s", body["components"]["database"]["reason"])
        self.assertLess(time.monotonic() - began, 20)
        self.assertEqual(1, len(calls))
        go.set()
        end = time.monotonic() + 20
        while kit.health()[0] != 200 and time.monotonic() < end:
            time.sleep(0.01)
        self.assertEqual(200, kit.health()[0])

    def test_a_flood_of_questions_is_no_flood_of_checks(self):
        tocsin_kit.FRESH, calls = 60.0, []
        kit = Kit(checks={"database": lambda: calls.append(1)})
        for _ in range(100):
            kit.health()
        self.assertEqual(1, len(calls))

    def test_a_failure_is_logged_once_and_so_is_its_end(self):
        up = [True]
        kit = Kit(checks={"database": lambda: up[0]})
        with self.assertLogs("tocsin_kit", "INFO") as logs:
            for up[0] in (False, False, False, True, True):
                kit.health()
        self.assertEqual(["WARNING", "INFO"], [record.levelname for record in logs.records])

    @unittest.skipUnless(hasattr(os, "fork"), "no fork here")
    def test_a_check_under_way_at_a_fork_does_not_hang_the_child(self):
        go = threading.Event()
        parent = os.getpid()
        kit = Kit(checks={"database": lambda: go.wait(60) if os.getpid() == parent else True}, timeout=5)
        kit._start(["database"])
        child = os.fork()
        if child == 0:
            os._exit(0 if kit.health()[0] == 200 else 1)
        self.assertEqual(0, os.waitpid(child, 0)[1])
        go.set()

    @needs("uvicorn")
    def test_a_hanging_check_does_not_block_the_event_loop(self):
        go = threading.Event()

        async def application(scope, receive, send):
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"served"})

        server, port = apps.serve_asgi(Kit(checks={"database": lambda: go.wait(60)}, timeout=20).asgi(application, lambda _: "/"))
        asking = threading.Thread(target=lambda: ask(port, "/health"))
        asking.start()
        self.assertEqual((200, "served"), ask(port, "/")[:2])
        self.assertTrue(asking.is_alive())
        go.set()
        asking.join(30)
        server.should_exit = True

    def test_a_port_of_its_own(self):
        kit = Kit(expose=False, checks={"queue": lambda: False})
        server = kit.serve(0, "127.0.0.1")
        try:
            self.assertEqual(503, ask(server.server_port, "/health")[0])
            self.assertEqual(200, ask(server.server_port, "/metrics")[0])
            self.assertEqual(404, ask(server.server_port, "/")[0])
        finally:
            server.shutdown()
            server.server_close()
        self.assertEqual([b"plain"], list(kit.wsgi(apps.plain_wsgi)({"PATH_INFO": "/health", "REQUEST_METHOD": "GET"}, lambda *_: None)))


class LogTests(unittest.TestCase):
    def line(self, log):
        out = io.StringIO()
        handler = logging.StreamHandler(out)
        handler.setFormatter(tocsin_kit.EcsFormatter("shop"))
        logger = logging.Logger("shop.orders")
        logger.addHandler(handler)
        log(logger)
        self.assertEqual(1, out.getvalue().count("\n"))
        return json.loads(out.getvalue())

    def test_it_is_the_elastic_common_schema(self):
        line = self.line(lambda logger: logger.warning("Stock of %s is low", "茶", extra={"warehouse": 7}))
        self.assertRegex(line["@timestamp"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertEqual({"level": "WARN", "logger": "shop.orders"}, line["log"])
        self.assertEqual({"name": "shop"}, line["service"])
        self.assertEqual("Stock of 茶 is low", line["message"])
        self.assertEqual({"warehouse": "7"}, line["labels"])
        self.assertNotIn("error", line)
        self.assertNotIn("http", line)

    def test_an_exception_is_a_field_of_the_line(self):
        def log(logger):
            try:
                raise http.client.BadStatusLine("x")
            except Exception:
                logger.exception("Order 1 failed")

        error = self.line(log)["error"]
        self.assertEqual("http.client.BadStatusLine", error["type"])
        self.assertIn("Traceback (most recent call last):\n", error["stack_trace"])

    def test_the_id_of_the_request_is_in_it(self):
        lines = []

        def application(environ, start_response):
            lines.append(self.line(lambda logger: logger.info("Asked")))
            start_response("200 OK", [])
            return []

        Kit().wsgi(application)({"PATH_INFO": "/", "REQUEST_METHOD": "GET", "HTTP_X_REQUEST_ID": "r-1"}, lambda *_: None).close()
        self.assertEqual("r-1", lines[0]["http"]["request"]["id"])
        self.assertIsNone(tocsin_kit.request_id.get())

    def test_half_a_surrogate_pair_costs_that_character_alone(self):
        self.assertEqual("a?b", self.line(lambda logger: logger.critical("a\ud83db"))["message"])


@needs("gunicorn", "flask")
class ProcessesTests(unittest.TestCase):
    """Several processes behind one port show the sum of all."""

    def test_requests_of_all_workers_are_counted(self):
        with tempfile.TemporaryDirectory() as folder:
            program = "import sys; sys.path[:0] = [{0!r}, {1!r}]\nimport apps, tocsin_kit\napp = tocsin_kit.Kit().wsgi(apps.flask_app().wsgi_app)\n"
            with open(os.path.join(folder, "served.py"), "w") as file:
                file.write(program.format(os.path.dirname(tocsin_kit.__file__), os.path.dirname(apps.__file__)))
            with subprocess.Popen(
                [sys.executable, "-m", "gunicorn.app.wsgiapp", "-w", "3", "-b", "127.0.0.1:0", "served:app"],
                cwd=folder, env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": folder}, stderr=subprocess.PIPE, text=True,
            ) as gunicorn:
                try:
                    port = next(int(line.split("127.0.0.1:")[1].split()[0]) for line in gunicorn.stderr if "Listening at" in line)
                    threading.Thread(target=gunicorn.stderr.read, daemon=True).start()
                    for _ in range(60):
                        self.assertEqual(200, ask(port, "/orders/1")[0])
                    end = time.monotonic() + 30
                    while counted(port).get(("GET", "/orders/<int:number>", "200")) != 60 and time.monotonic() < end:
                        time.sleep(0.05)
                    self.assertEqual(60, counted(port)["GET", "/orders/<int:number>", "200"])
                finally:
                    gunicorn.terminate()


if __name__ == "__main__":
    unittest.main()
