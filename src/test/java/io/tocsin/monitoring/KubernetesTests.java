package io.tocsin.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** What the API server accepts and what would page somebody later. */
class KubernetesTests {

    private static final Path ROOT = Path.of("monitoring", "kubernetes");
    private static final Path BASE = ROOT.resolve("base");

    private final Map<String, Object> deployment =
            Alerts.map(Alerts.yaml(BASE.resolve("deployment.yaml")).get("spec"));
    private final Map<String, Object> pod =
            Alerts.map(Alerts.map(deployment.get("template")).get("spec"));
    private final Map<String, Object> container =
            Alerts.map(Alerts.list(pod.get("containers")).get(0));

    @Test
    void the_probes_ask_for_liveness_and_readiness() {
        assertThat(path("startupProbe")).isEqualTo("/health/live");
        assertThat(path("livenessProbe")).isEqualTo("/health/live");
        assertThat(path("readinessProbe")).isEqualTo("/health/ready");
    }

    private Object path(String probe) {
        return Alerts.map(Alerts.map(container.get(probe)).get("httpGet")).get("path");
    }

    @Test
    void it_has_no_privileges_and_a_memory_limit() {
        assertThat(Alerts.map(pod.get("securityContext"))).containsEntry("runAsNonRoot", true);
        assertThat(pod).containsEntry("automountServiceAccountToken", false);
        assertThat(Alerts.map(container.get("securityContext")))
                .containsEntry("readOnlyRootFilesystem", true)
                .containsEntry("allowPrivilegeEscalation", false);
        assertThat(Alerts.map(Alerts.map(container.get("resources")).get("limits")))
                .containsKey("memory");
        // Requests under way get 10 s, an attempt under way then 37 s.
        assertThat((Integer) pod.get("terminationGracePeriodSeconds")).isGreaterThan(47);
    }

    @Test
    void one_replica_owns_the_file_of_the_store() {
        assertThat(deployment).containsEntry("replicas", 1);
        assertThat(Alerts.map(deployment.get("strategy"))).containsEntry("type", "Recreate");
    }

    @Test
    void every_file_of_a_folder_is_named_by_its_kustomization() throws IOException {
        for (String folder : List.of("base", "operator", "proxy", "ingress", "gateway", "replicas", "example")) {
            String kustomization = Files.readString(ROOT.resolve(folder).resolve("kustomization.yaml"));
            try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
                assertThat(files.map(file -> file.getFileName().toString())
                                .filter(name -> !name.equals("kustomization.yaml")))
                        .as(folder)
                        .allMatch(kustomization::contains);
            }
        }
    }

    @Test
    void the_image_has_a_name_that_a_registry_takes_and_the_version_that_is_published() throws IOException {
        for (String folder : List.of("base", "example")) {
            for (Object image : Alerts.list(Alerts.yaml(ROOT.resolve(folder).resolve("kustomization.yaml"))
                    .get("images"))) {
                Map<String, Object> fields = Alerts.map(image);
                assertThat(String.valueOf(fields.getOrDefault("newName", fields.get("name"))))
                        .matches("[a-z0-9]+([._/-][a-z0-9]+)*");
                assertThat(fields.get("newTag")).asString().matches("\\d+\\.\\d+\\.\\d+");
            }
        }
        assertThat(Files.readString(Path.of(".github", "workflows", "image.yml")))
                .contains("${GITHUB_REPOSITORY,,}:${GITHUB_REF_NAME#v}");
    }

    @Test
    void the_volume_is_larger_than_the_store_may_grow() {
        Map<String, Object> claim =
                Alerts.map(Alerts.yaml(BASE.resolve("volume.yaml")).get("spec"));
        String storage = String.valueOf(
                Alerts.map(Alerts.map(claim.get("resources")).get("requests")).get("storage"));
        assertThat(storage).endsWith("Gi");
        Map<String, Object> tocsin =
                Alerts.map(Alerts.yaml(BASE.resolve("application.yaml")).get("tocsin"));
        Map<String, Object> store =
                Alerts.map(Alerts.map(tocsin.get("delivery")).get("store"));
        // As large again, for the write-ahead log and for a backup that is made beside it.
        assertThat(DataSize.ofGigabytes(Long.parseLong(storage.replace("Gi", ""))))
                .isGreaterThanOrEqualTo(DataSize.ofBytes(2
                        * DataSize.parse(String.valueOf(store.get("max-size"))).toBytes()));
    }

    @Test
    void forwarded_headers_are_trusted_only_behind_a_proxy_and_only_from_it() {
        assertThat(environment(BASE))
                .containsEntry("SERVER_FORWARD_HEADERS_STRATEGY", "none")
                .doesNotContainKey("SERVER_TOMCAT_REMOTEIP_INTERNAL_PROXIES");
        assertThat(environment(ROOT.resolve("proxy")))
                .containsEntry("SERVER_FORWARD_HEADERS_STRATEGY", "native")
                .containsKey("SERVER_TOMCAT_REMOTEIP_INTERNAL_PROXIES");
    }

    private static Map<String, String> environment(Path folder) {
        Map<String, Object> spec =
                Alerts.map(Alerts.yaml(folder.resolve("deployment.yaml")).get("spec"));
        Map<String, Object> pod = Alerts.map(Alerts.map(spec.get("template")).get("spec"));
        Map<String, String> environment = new HashMap<>();
        for (Object variable : Alerts.list(
                Alerts.map(Alerts.list(pod.get("containers")).get(0)).get("env"))) {
            Map<String, Object> fields = Alerts.map(variable);
            environment.put(String.valueOf(fields.get("name")), String.valueOf(fields.get("value")));
        }
        return environment;
    }

    @Test
    void who_may_come_in_and_where_it_may_go_are_both_limited() {
        Map<String, Object> policy =
                Alerts.map(Alerts.yaml(BASE.resolve("network-policy.yaml")).get("spec"));
        assertThat(Alerts.list(policy.get("policyTypes"))).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(Alerts.list(policy.get("ingress")))
                .allSatisfy(rule -> assertThat(Alerts.list(Alerts.map(rule).get("from")))
                        .isNotEmpty()
                        .allSatisfy(
                                from -> assertThat(Alerts.map(Alerts.map(from).get("podSelector")))
                                        .isNotEmpty()));
    }

    @Test
    void the_shared_store_is_only_spoken_to_when_its_certificate_is_right() {
        Map<String, Object> tocsin =
                Alerts.map(Alerts.yaml(ROOT.resolve("replicas").resolve("application.yaml"))
                        .get("tocsin"));
        assertThat(Alerts.map(Alerts.map(tocsin.get("delivery")).get("store")).get("url"))
                .asString()
                .contains("?sslMode=VERIFY_IDENTITY&")
                .doesNotContain(" ", "allowPublicKeyRetrieval");
    }

    /** What kube-prometheus has itself would page twice; a link to where nobody is would be dead. */
    @Test
    void the_cluster_has_each_rule_but_those_that_it_has_already_and_no_dead_link() {
        Set<String> inCluster = new TreeSet<>();
        Map<String, Object> spec =
                Alerts.map(Alerts.yaml(ROOT.resolve("operator").resolve("prometheus-rule.yaml"))
                        .get("spec"));
        for (Object group : Alerts.list(spec.get("groups"))) {
            Alerts.list(Alerts.map(group).get("rules")).forEach(rule -> {
                Map<String, Object> alert = Alerts.map(rule);
                inCluster.add(String.valueOf(alert.getOrDefault("alert", alert.get("record"))));
                assertThat(String.valueOf(alert.get("annotations"))).doesNotContain("externalLabels", "://");
            });
        }
        Set<String> expected = new TreeSet<>();
        Alerts.files("rules").stream()
                .filter(file -> !Set.of("containers.yml", "host.yml", "meta.yml")
                        .contains(file.getFileName().toString()))
                .flatMap(file -> Alerts.rules(file).stream())
                .forEach(rule -> expected.add(rule.alert() + rule.recorded()));
        assertThat(inCluster).containsExactlyElementsOf(expected);
    }

    @Test
    void every_dashboard_becomes_a_config_map() throws IOException {
        Path folder = Path.of("monitoring", "grafana", "dashboards");
        List<Object> generated =
                Alerts.list(Alerts.yaml(folder.resolve("kustomization.yaml")).get("configMapGenerator"));
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(generated.stream()
                            .flatMap(map -> Alerts.list(Alerts.map(map).get("files")).stream())
                            .map(String::valueOf))
                    .containsExactlyInAnyOrderElementsOf(
                            files.filter(file -> file.toString().endsWith(".json"))
                                    .map(file -> folder.relativize(file).toString())
                                    .toList());
        }
    }
}
