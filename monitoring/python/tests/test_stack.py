"""Two applications with the kit, added by one file each to a real Prometheus with the shipped configuration and rules.

Times are a sixtieth of the shipped ones, addresses this machine's; nothing else is changed. Skipped where Prometheus or the blackbox
exporter is missing, but not with CI=true.
"""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from test_kit import ask, needs

MONITORING = pathlib.Path(__file__).resolve().parent.parent.parent
LIMIT = 120  # seconds for whatever is waited for, on a busy machine


def program(*names):
    return next((path for path in map(shutil.which, names) if path), None)


PROMETHEUS = program("prometheus")
BLACKBOX = program("prometheus-blackbox-exporter", "blackbox_exporter")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def shortened(match):
    seconds = int(match[2]) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[match[3]]
    return f"{match[1]}{max(5 if match[1] == '[' else 1, seconds // 60)}s"


@needs("fastapi", "flask", "uvicorn")
@unittest.skipIf(not (PROMETHEUS and BLACKBOX) and os.environ.get("CI") != "true", "no prometheus or blackbox exporter here")
class StackTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.home = pathlib.Path(folder.name)
        cls.addClassCleanup(cls.stop)
        cls.processes = []
        cls.log = open(cls.home / "log", "wb")
        blackbox, cls.prometheus = free_port(), free_port()
        shutil.copytree(MONITORING / "prometheus", cls.home / "prometheus")
        for file in (cls.home / "prometheus").rglob("*.yml"):
            text = re.sub(r"(scrape_interval|scrape_timeout|evaluation_interval): \d+s", r"\1: 1s", file.read_text())
            text = re.sub(r"(?m)((?:for): )(\d+)([smhd])$", shortened, text)
            text = re.sub(r"(\[)(\d+)([smhd])(?=])", shortened, text)
            text = text.replace("blackbox-exporter:9115", f"127.0.0.1:{blackbox}").replace("localhost:9090", f"127.0.0.1:{cls.prometheus}")
            # Nobody is at port 1: Tocsin, Grafana and Alertmanager have no part in this.
            text = re.sub(r"\[(tocsin:8000|grafana:3000|alertmanager:9093)\]", "['127.0.0.1:1']", text)
            file.write_text(text.replace("/run/secrets/", f"{cls.home}/"))
        (cls.home / "tocsin_scrape_token").write_text("secret")
        cls.start(BLACKBOX, f"--config.file={MONITORING}/blackbox/blackbox.yml", f"--web.listen-address=127.0.0.1:{blackbox}")
        cls.start(
            PROMETHEUS, f"--config.file={cls.home}/prometheus/prometheus.yml", f"--storage.tsdb.path={cls.home}/data",
            f"--web.listen-address=127.0.0.1:{cls.prometheus}",
        )
        cls.shop = cls.application("shop")
        cls.blog = cls.application("blog")

    @classmethod
    def start(cls, *command, **how):
        process = subprocess.Popen(command, stdout=cls.log, stderr=cls.log, **how)
        cls.processes.append(process)
        return process

    @classmethod
    def application(cls, name):
        port = free_port()
        process = cls.start(
            sys.executable, "-B", os.path.join(os.path.dirname(os.path.abspath(__file__)), "apps.py"), name, str(port), str(cls.home / f"{name}.log"),
            env={**os.environ, "DATABASE_DOWN": str(cls.home / f"{name}-down")},
        )
        return process, port

    @classmethod
    def stop(cls):
        for process in cls.processes:
            process.kill()
            process.wait()
        cls.log.close()

    def query(self, expression):
        """The labels of what matches."""
        address = f"http://127.0.0.1:{self.prometheus}/api/v1/query?" + urllib.parse.urlencode({"query": expression})
        with urllib.request.urlopen(address, timeout=20) as answer:
            return [one["metric"] for one in json.load(answer)["data"]["result"]]

    def wait_for(self, expression):
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            try:
                if found := self.query(expression):
                    return found[0]
            except OSError:
                pass
            time.sleep(0.2)
        self.fail(f"never true: {expression}\n{(self.home / 'log').read_text()[-3000:]}")

    def firing(self, alert, job):
        return self.wait_for(f'ALERTS{{alertname="{alert}", job="{job}", alertstate="firing"}}')

    def silent(self, alert, job):
        self.assertEqual([], self.query(f'ALERTS{{alertname="{alert}", job="{job}"}}'))

    def add(self, name, text):
        file = self.home / "prometheus" / "targets" / name
        file.with_suffix(".new").write_text(text)
        file.with_suffix(".new").rename(file)

    def test_applications_are_added_watched_and_told_of(self):
        self.wait_for("prometheus_build_info")
        self.add("shop.yml", f'- targets: ["127.0.0.1:{self.shop[1]}"]\n  labels: {{team: payments, severity: critical}}\n')
        self.add("blog.yml", f'- targets: ["127.0.0.1:{self.blog[1]}"]\n')
        for name in ("shop", "blog"):
            self.wait_for(f'up{{job="{name}", application="{name}"}} == 1')
            self.wait_for(f'probe_success{{job="{name}", application="{name}"}} == 1')
            self.wait_for(f'process_start_time_seconds{{job="{name}"}}')
        self.assertEqual("payments", self.wait_for('up{job="shop"}')["team"])

        stopped = threading.Event()
        callers = [threading.Thread(target=self.call, args=(stopped, port, paths)) for port, paths in (
            (self.shop[1], [("GET", "/broken"), ("GET", "/orders/1"), ("POST", "/login")]), (self.blog[1], [("GET", "/orders/1")]))]
        for caller in callers:
            caller.start()
        try:
            self.assertEqual("payments", self.firing("HighErrorRate", "shop")["team"])
            self.firing("SignInsFail", "shop")
            self.wait_for('job:http_requests:rate5m{job="blog"} > 0.05')
            for alert in ("HighErrorRate", "SignInsFail", "ApplicationDown"):
                self.silent(alert, "blog")
            self.silent("ApplicationDown", "shop")

            (self.home / "shop-down").touch()
            self.assertEqual(("critical", "payments"), tuple(self.firing("ApplicationDown", "shop")[label] for label in ("severity", "team")))
            self.wait_for('probe_http_status_code{job="shop"} == 503')
            self.silent("TargetDown", "shop")
            self.silent("ApplicationDown", "blog")
        finally:
            stopped.set()
            for caller in callers:
                caller.join(30)

        self.blog[0].kill()
        self.assertEqual("warning", self.firing("ApplicationDown", "blog")["severity"])
        self.wait_for('probe_http_status_code{job="blog"} == 0')

        self.add("broken.yml", "targets without a list\n")
        self.firing("PrometheusTargetFileUnreadable", "prometheus")

        self.logs_are_ecs()

    @staticmethod
    def call(stopped, port, paths):
        while not stopped.wait(0.05):
            for method, path in paths:
                try:
                    ask(port, path, method)
                except OSError:
                    pass

    def logs_are_ecs(self):
        lines = [json.loads(line) for line in (self.home / "shop.log").read_text().splitlines()]
        errors = [line for line in lines if line["log"]["level"] == "ERROR"]
        self.assertEqual({"shop"}, {line["service"]["name"] for line in lines})
        self.assertEqual({"RuntimeError"}, {line["error"]["type"] for line in errors})
        self.assertTrue(all(line["http"]["request"]["id"] for line in errors))
        self.assertIn("ConnectionError", {line.get("error", {}).get("type") for line in lines if line["log"]["level"] == "WARN"})


if __name__ == "__main__":
    unittest.main()
