package io.tocsin.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the API server would not complain of, and what would wake somebody later. */
class KubernetesTests {

    private static final Path BASE = Path.of("monitoring", "kubernetes", "base");

    private final Map<String, Object> deployment =
            Alerts.map(Alerts.yaml(BASE.resolve("deployment.yaml")).get("spec"));
    private final Map<String, Object> pod =
            Alerts.map(Alerts.map(deployment.get("template")).get("spec"));
    private final Map<String, Object> container =
            Alerts.map(Alerts.list(pod.get("containers")).get(0));

    @Test
    void the_three_probes_ask_for_life_and_for_readiness() {
        assertThat(path("startupProbe")).isEqualTo("/health/live");
        assertThat(path("livenessProbe")).isEqualTo("/health/live");
        assertThat(path("readinessProbe")).isEqualTo("/health/ready");
    }

    private Object path(String probe) {
        return Alerts.map(Alerts.map(container.get(probe)).get("httpGet")).get("path");
    }

    @Test
    void it_may_do_nothing_and_uses_no_more_than_its_share() {
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
    void one_replica_owns_the_file_of_the_outbox() {
        assertThat(deployment).containsEntry("replicas", 1);
        assertThat(Alerts.map(deployment.get("strategy"))).containsEntry("type", "Recreate");
    }

    @Test
    void every_file_is_part_of_the_base_and_every_rule_is_in_the_cluster() {
        List<Object> resources =
                Alerts.list(Alerts.yaml(BASE.resolve("kustomization.yaml")).get("resources"));
        assertThat(resources)
                .containsExactlyInAnyOrder(
                        "service-account.yaml",
                        "deployment.yaml",
                        "service.yaml",
                        "volume.yaml",
                        "network-policy.yaml",
                        "service-monitor.yaml",
                        "prometheus-rule.yaml");
        assertThat(BASE.toFile().list()).hasSize(resources.size() + 2);
        Set<String> inCluster = new TreeSet<>();
        Map<String, Object> spec =
                Alerts.map(Alerts.yaml(BASE.resolve("prometheus-rule.yaml")).get("spec"));
        for (Object group : Alerts.list(spec.get("groups"))) {
            Alerts.list(Alerts.map(group).get("rules")).forEach(rule -> {
                Map<String, Object> alert = Alerts.map(rule);
                inCluster.add(String.valueOf(alert.getOrDefault("alert", alert.get("record"))));
                assertThat(String.valueOf(alert.get("annotations"))).doesNotContain("externalLabels");
            });
        }
        assertThat(inCluster)
                .containsAll(Alerts.rules().stream()
                        .map(rule -> rule.alert() + rule.recorded())
                        .toList());
    }
}
