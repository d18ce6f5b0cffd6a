package io.tocsin.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The defects of the guide's compose file, and those that no linter finds in the others, do not come back. */
class StackTests {

    private static final Path COMPOSE = Path.of("docker-compose.monitoring.yml");
    /** A tag that names a release; what is built here has the tag "local". */
    private static final Pattern PINNED = Pattern.compile("[a-z0-9._/-]+:(v?\\d+\\.\\d+[\\w.-]*|local)");

    private final Map<String, Object> compose = Alerts.yaml(COMPOSE);
    private final Map<String, Object> services = Alerts.map(compose.get("services"));

    private Map<String, Object> service(String name) {
        return Alerts.map(services.get(name));
    }

    private Set<String> servicesIn(String profile) {
        Set<String> names = new TreeSet<>();
        services.forEach((name, service) -> {
            List<Object> profiles = Alerts.list(Alerts.map(service).get("profiles"));
            if (profile.isEmpty() ? profiles.isEmpty() : profiles.contains(profile)) {
                names.add(name);
            }
        });
        return names;
    }

    @Test
    void everything_that_the_configurations_name_is_there() {
        assertThat(servicesIn(""))
                .containsExactly(
                        "alertmanager",
                        "blackbox-exporter",
                        "cadvisor",
                        "dashboards",
                        "grafana",
                        "mysql",
                        "node-exporter",
                        "node-exporter-network",
                        "prometheus",
                        "redis",
                        "secrets",
                        "tocsin");
        assertThat(servicesIn("logs")).containsExactly("elasticsearch", "elasticsearch-setup", "fluentd", "logs-setup");
        assertThat(servicesIn("kibana")).contains("elasticsearch", "kibana");
        assertThat(servicesIn("logstash")).contains("elasticsearch", "logstash");
        assertThat(servicesIn("graylog")).contains("graylog", "graylog-datanode", "graylog-mongodb");
        assertThat(servicesIn("redis-exporter")).containsExactly("redis-exporter");
        assertThat(servicesIn("mysqld-exporter")).containsExactly("mysqld-exporter");
        assertThat(compose).doesNotContainKey("version");
    }

    @Test
    void what_writes_logs_and_what_reads_them_mean_the_same_indices() throws IOException {
        Path monitoring = Path.of("monitoring");
        assertThat(Files.readString(Path.of("src/main/resources/io/tocsin/logs/index-template.json")))
                .contains("\"index_patterns\": [\"app-logs-*\"]");
        assertThat(Files.readString(monitoring.resolve("fluentd/fluent.conf")))
                .contains("logstash_format true", "logstash_prefix app-logs\n", "logstash_dateformat %Y.%m.%d\n");
        assertThat(Files.readString(monitoring.resolve("logstash/pipeline/app.conf")))
                .contains("data_stream => false", "index => \"app-logs-%{+YYYY.MM.dd}\"");
        assertThat(Files.readString(monitoring.resolve("grafana/provisioning/datasources/datasources.yml")))
                .contains("index: app-logs-*\n");
    }

    /** Requests under way get 10 s, an attempt under way then 37 s; Docker would kill after 10 s. */
    @Test
    void it_may_finish_what_is_under_way() {
        assertThat(service("tocsin")).containsEntry("stop_grace_period", "50s");
    }

    /** Beside the service, where the update bot looks for them; one image has one version. */
    @Test
    void versions_are_pinned() {
        Map<String, String> versions = new HashMap<>();
        services.forEach((name, service) -> {
            String image = String.valueOf(Alerts.map(service).get("image"));
            assertThat(image).as(name).matches(PINNED);
            String known = versions.putIfAbsent(image.substring(0, image.lastIndexOf(':')), image);
            assertThat(known).as(name).isIn(null, image);
        });
    }

    @Test
    void only_loopback_addresses_are_published_unless_settings_say_otherwise_and_only_by_what_people_open() {
        services.forEach((name, service) -> {
            List<Object> ports = Alerts.list(Alerts.map(service).get("ports"));
            if (Set.of("prometheus", "alertmanager", "fluentd").contains(name)) {
                assertThat(ports)
                        .as(name)
                        .isNotEmpty()
                        .allMatch(port -> port.toString().startsWith("${STACK_BIND_UNPROTECTED:-127.0.0.1}:"));
            } else {
                assertThat(ports).as(name).allMatch(port -> port.toString().startsWith("${STACK_BIND:-127.0.0.1}:"));
            }
            if (!ports.isEmpty()) {
                assertThat(name)
                        .isIn("tocsin", "prometheus", "alertmanager", "fluentd", "grafana", "kibana", "graylog");
            }
        });
        assertThat(Alerts.map(Alerts.map(compose.get("networks")).get("backend")))
                .containsEntry("internal", true);
    }

    /** A limit below "deploy" beside a "pids_limit" is refused by every Compose 2; more than one CPU by a host that has one. */
    @Test
    void every_service_is_limited_hardened_and_its_log_is_bounded() {
        services.forEach((name, yaml) -> {
            Map<String, Object> service = Alerts.map(yaml);
            assertThat(service)
                    .as(name)
                    .containsKeys("restart", "logging", "security_opt", "cap_drop", "mem_limit", "cpus", "pids_limit")
                    .doesNotContainKeys("container_name", "deploy");
            assertThat(Double.parseDouble(String.valueOf(service.get("cpus"))))
                    .as(name)
                    .isLessThanOrEqualTo(1);
            boolean ends = "no".equals(service.get("restart"));
            boolean ownImage = name.contains("exporter")
                    || Set.of("tocsin", "cadvisor", "graylog", "graylog-datanode")
                            .contains(name);
            assertThat(ends || ownImage || service.containsKey("healthcheck"))
                    .as(name)
                    .isTrue();
        });
    }

    /** Docker Desktop, WSL and hosts without systemd refuse mounts with propagation. */
    @Test
    void only_the_exporters_of_the_host_mount_anything_of_it() {
        services.forEach((name, service) -> Alerts.list(Alerts.map(service).get("volumes"))
                .forEach(volume -> {
                    assertThat(volume)
                            .as(name)
                            .isInstanceOf(String.class)
                            .asString()
                            .doesNotContain("slave", "shared");
                    if (volume.toString().startsWith("/")) {
                        assertThat(name).isIn("node-exporter", "node-exporter-network", "cadvisor");
                        assertThat(volume.toString()).endsWith(":ro");
                    } else if (volume.toString().startsWith(".")) {
                        assertThat(volume.toString())
                                .as("SELinux wants a label")
                                .endsWith(":ro,z");
                    }
                }));
    }

    @Test
    void what_waits_for_another_is_in_every_profile_of_it() {
        services.forEach((name, service) -> Alerts.map(Alerts.map(service).get("depends_on"))
                .forEach((other, how) -> {
                    List<Object> profiles = Alerts.list(service(other).get("profiles"));
                    assertThat(profiles.isEmpty()
                                    || Boolean.FALSE.equals(Alerts.map(how).get("required"))
                                    || profiles.containsAll(
                                            Alerts.list(Alerts.map(service).get("profiles"))))
                            .as(name + " waits for " + other)
                            .isTrue();
                }));
        assertThat(Alerts.map(service("tocsin").get("depends_on")))
                .as("it must start without what it watches")
                .containsOnlyKeys("secrets", "logs-setup")
                .containsEntry("logs-setup", Map.of("condition", "service_completed_successfully", "required", false));
    }

    @Test
    void no_password_stands_in_a_file() throws IOException {
        assertThat(Files.readString(COMPOSE))
                .doesNotContain("ADMIN_PASSWORD=", "- --web.enable-lifecycle", "- --web.console");
        assertThat(Files.readAllLines(Path.of(".gitignore"))).contains("monitoring/secrets/*", ".env");
    }

    /** Each has a volume of its own, which only the services that write it see besides. */
    @Test
    void every_secret_is_seen_by_the_services_that_read_it_alone() throws IOException {
        Map<String, Set<String>> readers = new TreeMap<>();
        Map<String, Set<String>> writers = new TreeMap<>();
        services.forEach((name, service) -> Alerts.list(Alerts.map(service).get("volumes"))
                .forEach(volume -> {
                    String[] parts = volume.toString().split(":", -1);
                    if (parts[0].startsWith("secrets")) {
                        Map<String, Set<String>> side = parts[1].equals("/run/secrets") ? readers : writers;
                        side.computeIfAbsent(parts[0], none -> new TreeSet<>()).add(name);
                    }
                }));
        assertThat(readers)
                .doesNotContainKey("secrets")
                .containsEntry("secrets-graylog", Set.of("graylog", "graylog-datanode"));
        readers.forEach((volume, names) -> {
            if (!volume.equals("secrets-graylog")) {
                assertThat(names).containsExactly(volume.replaceFirst("secrets-", ""));
            }
        });
        assertThat(writers.keySet()).containsAll(readers.keySet());
        assertThat(writers.values().stream().flatMap(Set::stream)).containsOnly("secrets", "logs-setup");
        Pattern given = Pattern.compile("(?m)^([a-z-]+) [a-z_.-]+ [a-z_]+$");
        String script = Files.readString(Path.of("monitoring", "secrets.sh"));
        assertThat(given.matcher(script).results().map(match -> "secrets-" + match.group(1)))
                .isSubsetOf(readers.keySet())
                .contains("secrets-tocsin", "secrets-fluentd");
    }

    /** The superuser makes the others; nobody else knows its password. */
    @Test
    void nobody_but_the_setup_is_superuser_of_elasticsearch() throws IOException {
        String script = Files.readString(Path.of("monitoring", "secrets.sh"));
        Pattern superuser = Pattern.compile("(?m)^(\\S+) \\S+ elastic_password$");
        assertThat(superuser.matcher(script).results().map(match -> match.group(1)))
                .containsExactly("elasticsearch", "elasticsearch-setup");
        for (String file : List.of(
                "fluentd/fluent.conf",
                "logstash/pipeline/app.conf",
                "grafana/provisioning/datasources/datasources.yml",
                "kibana/kibana.yml",
                "tocsin/application.yaml")) {
            assertThat(Files.readString(Path.of("monitoring", file)))
                    .as(file)
                    .doesNotContainPattern("(?i)user(name)?['\"]?( =>|:)? \"?elastic\"?\\s");
        }
    }

    @Test
    void prometheus_finds_its_rules_and_speaks_http_to_what_speaks_it() throws IOException {
        assertThat(Alerts.list(service("prometheus").get("volumes")))
                .contains("./monitoring/prometheus:/etc/prometheus:ro,z");
        String configuration = Files.readString(Alerts.ROOT.resolve("prometheus.yml"));
        assertThat(configuration)
                .contains("- rules/*.yml", "alertmanager:9093")
                .doesNotContain("[redis:6379]", "[mysql:3306]");
        for (String target : List.of(
                "tocsin:8000",
                "alertmanager:9093",
                "grafana:3000",
                "redis-exporter:9121",
                "mysqld-exporter:9104",
                "blackbox-exporter:9115")) {
            assertThat(services).containsKey(target.split(":", -1)[0]);
            assertThat(configuration).containsPattern("(targets: \\[|replacement: )" + target);
        }
        for (String name :
                List.of("fluentd", "cadvisor", "blackbox-exporter", "node-exporter", "node-exporter-network")) {
            assertThat(services).containsKey(name);
            assertThat(configuration).contains("names: [" + name + "]\n");
        }
    }

    @Test
    void alertmanager_reaches_tocsin_by_its_name_with_a_token_from_a_file() throws IOException {
        String configuration = Files.readString(Path.of("monitoring", "alertmanager", "alertmanager.yml"));
        assertThat(configuration)
                .contains(
                        "http://tocsin:8000/webhooks/alertmanager",
                        "credentials_file: /run/secrets/tocsin_webhook_token")
                .doesNotContain("source_match:", "127.0.0.1");
    }

    @Test
    void grafana_has_the_data_sources_that_dashboards_choose_from() {
        Map<String, Object> file =
                Alerts.yaml(Path.of("monitoring", "grafana", "provisioning", "datasources", "datasources.yml"));
        assertThat(Alerts.list(file.get("datasources")))
                .extracting(source -> Alerts.map(source).get("uid"))
                .containsExactly("prometheus", "alertmanager", "elasticsearch");
        assertThat(file).as("Grafana 13 does not start with it").doesNotContainKey("prune");
    }

    @Test
    void fluentd_keeps_what_elasticsearch_does_not_take() throws IOException {
        String configuration = Files.readString(Path.of("monitoring", "fluentd", "fluent.conf"));
        assertThat(configuration)
                .contains("follow_inodes true", "overflow_action block", "retry_forever true", "<label @ERROR>")
                .doesNotContain("\n  type_name", "\n  index_name", "elasticsearch_data_stream\n", "@type parser");
    }

    @Test
    void the_image_of_tocsin_runs_as_nobody_in_particular_and_the_context_holds_only_what_is_copied()
            throws IOException {
        assertThat(Files.readAllLines(Path.of("Dockerfile"))).contains("USER 10001:10001");
        try (Stream<String> lines = Files.lines(Path.of(".dockerignore"))) {
            assertThat(lines.filter(line -> !line.startsWith("#")).findFirst()).contains("*");
        }
    }
}
