#!/usr/bin/env python3
"""Counts the panels of public dashboards that show data: of what the stack has, and of the exporters that they were made for.

    monitoring/grafana/compare.py FOLDER     FOLDER has the dashboards as JSON, as Grafana's site gives them: *1860*.json, *763*.json ...

Starts Redis, MariaDB, the exporters, Tocsin (target/tocsin-*.jar) and Prometheus with the shipped configuration, on ports of this
machine that are free, waits until the rates have their samples, and asks every panel. Prints a table and which panels are empty. A panel
shows data when one of its queries gives a number. Needs those programs (Debian has them), Java, and nothing beyond the standard library.
"""

import json
import math
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HEAT_UP = 150  # seconds; the longest rate below looks at two minutes
PASSWORD = "compare-only"
# What the dashboards ask with: their variables for the stack, then for the exporter. Tocsin is the only Spring Boot application here. What is
# no text is the label of a series, of which Grafana would offer the first value.
HEAP, OTHERS = (("jvm_memory_used_bytes{application='tocsin', area='%s'}" % area, "id") for area in ("heap", "nonheap"))
JVM = {"application": "tocsin", "instance": ("jvm_info{application='tocsin'}", "instance"), "Namespace": "", "memory_pool_heap": HEAP,
       "jvm_memory_pool_heap": HEAP, "memory_pool_nonheap": OTHERS, "jvm_memory_pool_nonheap": OTHERS, "hikaricp": ("hikaricp_connections", "pool"),
       "jvm_buffer_pool": ("jvm_buffer_count_buffers", "id")}
DASHBOARDS = {
    "1860": ("Node Exporter Full", {"job": "node", "node": "host", "nodename": socket.gethostname()},
             {"job": "plain-node", "node": "plain", "nodename": socket.gethostname()}),
    "763": ("Redis", {"instance": "redis:6379", "namespace": ""}, {"instance": "redis_exporter", "namespace": ""}),
    "7362": ("MySQL Overview", {"host": "mysql:3306"}, {"host": "mysqld_exporter"}),
    "4701": ("JVM (Micrometer)", JVM, None),
    "19004": ("Spring Boot 3", JVM, None),
}


def program(*names):
    found = next((path for path in map(shutil.which, names) if path), None)
    return found or sys.exit(f"not installed: {names[0]}")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Stack:
    """Everything that is asked, in a folder that goes with it."""

    def __init__(self, home):
        self.home, self.processes = home, []
        names = "redis", "mysql", "tocsin", "prometheus", "node", "network", "plain", "redis_exporter", "mysqld_exporter"
        self.port = {name: free_port() for name in names}

    def start(self, name, *command, **how):
        log = open(self.home / f"{name}.log", "wb")
        self.processes.append(subprocess.Popen(list(map(str, command)), stdout=log, stderr=log, cwd=self.home, **how))

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()

    def databases(self):
        self.start("redis", program("redis-server"), "--port", self.port["redis"], "--bind", "127.0.0.1", "--dir", self.home)
        subprocess.run([program("mariadb-install-db"), "--no-defaults", f"--datadir={self.home}/mysql", "--auth-root-authentication-method=normal"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        (self.home / "init.sql").write_text(f"CREATE USER watch@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';\nGRANT ALL ON *.* TO watch@'127.0.0.1';\n")
        self.start("mysql", program("mariadbd"), "--no-defaults", f"--datadir={self.home}/mysql", "--bind-address=127.0.0.1", f"--port={self.port['mysql']}",
                   f"--socket={self.home}/mysql.sock", f"--init-file={self.home}/init.sql", "--user=root", "--skip-name-resolve")

    def exporters(self):
        node = program("prometheus-node-exporter", "node_exporter")
        compose = (ROOT / "docker-compose.monitoring.yml").read_text()
        for name, service in (("node", "node-exporter"), ("network", "node-exporter-network")):
            flags = re.search(rf"\n  {service}:\n(?:    .*\n|\n)*?    command:\n((?:      - .*\n)+)", compose)[1]
            # The collectors of the shipped services; their paths are those of a container. Older exporters lack some flags.
            known = subprocess.run([node, "--help"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
            collectors = [flag for flag in re.findall(r"- (--(?:no-)?collector\S+)", flags) if re.search(r"--(\[no-\])?" + flag.replace("--no-", "--")[2:] + r"\b", known)]
            self.start(name, node, *collectors, f"--web.listen-address=127.0.0.1:{self.port[name]}")
        self.start("plain", node, f"--web.listen-address=127.0.0.1:{self.port['plain']}")
        self.start("redis_exporter", program("prometheus-redis-exporter", "redis_exporter"), f"-redis.addr=redis://127.0.0.1:{self.port['redis']}",
                   f"-web.listen-address=127.0.0.1:{self.port['redis_exporter']}")
        (self.home / "my.cnf").write_text(f"[client]\nuser=watch\npassword={PASSWORD}\nhost=127.0.0.1\nport={self.port['mysql']}\n")
        self.start("mysqld_exporter", program("prometheus-mysqld-exporter", "mysqld_exporter"), f"--config.my-cnf={self.home}/my.cnf",
                   f"--web.listen-address=127.0.0.1:{self.port['mysqld_exporter']}")

    def tocsin(self):
        jar = next(iter(sorted(ROOT.glob("target/tocsin-*.jar"))), None) or sys.exit("no jar: mvn package")
        (self.home / "token").write_text(PASSWORD)
        settings = {"server.port": self.port["tocsin"], "tocsin.delivery.store.path": "outbox.db", "tocsin.security.scrape-token": PASSWORD,
                    "spring.data.redis.host": "127.0.0.1", "spring.data.redis.port": self.port["redis"],
                    "spring.datasource.url": f"jdbc:mysql://127.0.0.1:{self.port['mysql']}/", "spring.datasource.username": "watch",
                    "spring.datasource.password": PASSWORD, "tocsin.check.host.metrics": "false", "server.tomcat.mbeanregistry.enabled": "true",
                    "tocsin.metrics.http.server-requests": "true"}
        self.start("tocsin", program("java"), "-jar", jar, *(f"--{name}={value}" for name, value in settings.items()))

    def prometheus(self):
        shutil.copytree(ROOT / "monitoring" / "prometheus", self.home / "prometheus")
        file = self.home / "prometheus" / "prometheus.yml"
        text = re.sub(r"(scrape_interval|evaluation_interval|scrape_timeout): \d+s", r"\1: 5s", file.read_text())
        for name, service in (("node", "node-exporter"), ("network", "node-exporter-network")):
            text = re.sub(rf"dns_sd_configs:\n *- names: \[{service}\]\n.*\n.*\n", f"static_configs: [{{targets: ['127.0.0.1:{self.port[name]}']}}]\n", text)
        text = re.sub(r"    dns_sd_configs:\n *- names: .*\n.*\n.*\n", "    static_configs: []\n", text)
        text = text.replace("[tocsin:8000]", f"['127.0.0.1:{self.port['tocsin']}']").replace("/run/secrets/tocsin_scrape_token", f"{self.home}/token")
        text = text.replace("localhost:9090", f"127.0.0.1:{self.port['prometheus']}").replace("[alertmanager:9093]", "[]").replace("[grafana:3000]", "[]")
        for name in ("plain", "redis_exporter", "mysqld_exporter"):
            text += (f"\n  - job_name: plain-{'node' if name == 'plain' else name}\n    static_configs:\n"
                     f"      - {{targets: ['127.0.0.1:{self.port[name]}'], labels: {{instance: {name}}}}}\n")
        file.write_text(text)
        self.start("prometheus", program("prometheus"), f"--config.file={file}", f"--storage.tsdb.path={self.home}/data",
                   f"--web.listen-address=127.0.0.1:{self.port['prometheus']}")

    def live_a_little(self):
        """Some requests, commands and statements, so that what counts them counts."""
        for _ in range(5):
            for path in ("/health", "/metrics", "/nowhere"):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{self.port['tocsin']}{path}", timeout=5).close()
                except OSError:
                    pass
        try:
            with socket.create_connection(("127.0.0.1", self.port["redis"]), 5) as redis:
                redis.sendall(b"SET a 1 EX 900\r\nGET a\r\nGET b\r\nQUIT\r\n")
                redis.recv(1000)
        except OSError:
            pass

    def ask(self, query):
        """The numbers that a query gives; none when it cannot be read."""
        return [float(value) for value, _ in self.answer(query)]

    def first(self, query, label):
        """The first value of a label of what a query gives."""
        return next(iter(sorted(labels[label] for _, labels in self.answer(query))), "")

    def answer(self, query):
        body = urllib.parse.urlencode({"query": query}).encode()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port['prometheus']}/api/v1/query", body, timeout=30) as answer:
                data = json.load(answer)["data"]
        except urllib.error.HTTPError:
            return []
        if data["resultType"] == "scalar":
            return [(data["result"][1], {})]
        return [(one["value"][1], one["metric"]) for one in data["result"]]


def panels(part):
    for panel in [*(part.get("panels") or []), *(inner for row in part.get("rows") or [] for inner in row.get("panels") or [])]:
        yield from panels(panel)
        queries = [target["expr"] for target in panel.get("targets") or [] if target.get("expr")]
        if queries:
            yield panel.get("title") or panel["type"], queries


def filled(query, variables):
    query = re.sub(r"\$\{?(__rate_interval|__interval|interval)\b(:\w+)?\}?|\[\[interval\]\]", "2m", query)
    query = re.sub(r"\$\{?__range\b(:\w+)?\}?", "15m", query)
    for name in sorted(variables, key=len, reverse=True):
        query = re.sub(rf"\$\{{{name}(:\w+)?\}}|\${name}\b|\[\[{name}\]\]", lambda _: variables[name], query)
    return query


def empty(stack, dashboard, variables):
    """The titles of the panels without a number, and how many panels there are."""
    found = list(panels(dashboard))
    return [title for title, queries in found
            if all(math.isnan(value) for query in queries for value in stack.ask(filled(query, variables)))], len(found)


def main(folder):
    with tempfile.TemporaryDirectory() as home:
        stack = Stack(pathlib.Path(home))
        try:
            stack.databases()
            stack.exporters()
            time.sleep(10)
            stack.tocsin()
            stack.prometheus()
            end = time.monotonic() + HEAT_UP
            while time.monotonic() < end:
                stack.live_a_little()
                time.sleep(2)
            print(f"{len(stack.ask('up'))} targets, {len(stack.ask('up == 0 or mysql_up == 0 or redis_up == 0'))} of them down\n\n| dashboard | panels | in the stack | of the exporter |\n|---|---|---|---|")
            details = []
            for number, (title, ours, exporters) in DASHBOARDS.items():
                file = next((one for one in sorted(pathlib.Path(folder).glob("*.json")) if re.search(rf"(^|\D){number}(\D|$)", one.name)), None)
                if file is None:
                    print(f"| {number} {title} | not in {folder} | | |")
                    continue
                dashboard = json.loads(file.read_text())
                dashboard = dashboard.get("dashboard", dashboard)
                cells = []
                for who, variables in (("in the stack", ours), ("of the exporter", exporters)):
                    if variables is None:
                        cells.append("–")
                        continue
                    variables = {name: value if isinstance(value, str) else stack.first(*value) for name, value in variables.items()}
                    missing, total = empty(stack, dashboard, variables)
                    cells.append(str(total - len(missing)))
                    details.append(f"{number} {who}, empty: {', '.join(missing) or 'none'}")
                print(f"| {number} {title} | {total} | {' | '.join(cells)} |")
            print("\n" + "\n".join(details))
        finally:
            stack.stop()


if __name__ == "__main__":
    main(sys.argv[1]) if len(sys.argv) == 2 else sys.exit(__doc__)
