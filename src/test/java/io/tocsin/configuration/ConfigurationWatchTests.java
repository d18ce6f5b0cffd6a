package io.tocsin.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.delivery.MutableClock;
import io.tocsin.delivery.maintenance.ReplicaStore;
import io.tocsin.delivery.selfalert.InMemorySelfAlerts;
import io.tocsin.delivery.selfalert.SelfAlerts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.env.StandardEnvironment;

/** What a replica makes of the configurations of the others. */
class ConfigurationWatchTests {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final InMemorySelfAlerts sent = new InMemorySelfAlerts();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Replicas replicas = new Replicas();
    private final ConfigurationWatch watch = watch();

    /** The replicas on a store, by what they have reported. */
    private static final class Replicas implements ReplicaStore {

        private final List<Replica> all = new ArrayList<>();
        private int reports;

        @Override
        public void report(Replica self) {
            all.removeIf(known -> known.id().equals(self.id()));
            all.add(self);
            reports++;
        }

        @Override
        public List<Replica> replicas(Instant now) {
            return List.copyOf(all);
        }

        String own() {
            return all.stream()
                    .filter(replica -> !replica.id().equals("other"))
                    .findFirst()
                    .orElseThrow()
                    .configuration();
        }
    }

    private ConfigurationWatch watch() {
        StandardEnvironment environment = new StandardEnvironment();
        ConfigurationFiles files = new ConfigurationFiles(environment);
        Targets targets = new Targets(List.of(() ->
                List.of(new Target("ops-mail", ChannelType.EMAIL, null, true, message -> SendResult.delivered()))));
        ConfigurationReload reload = new ConfigurationReload(
                files, new StaticListableBeanFactory(), environment, event -> {}, targets, clock, registry);
        return new ConfigurationWatch(
                reload,
                files,
                new ReloadProperties(Duration.ZERO),
                replicas,
                new SelfAlerts(sent, targets, clock, registry),
                () -> List.of("ops-mail"),
                clock,
                registry);
    }

    private void other(String configuration) {
        replicas.report(new ReplicaStore.Replica("other", "host-b", configuration, clock.instant()));
    }

    private double differing() {
        return registry.get("tocsin.configuration.replicas.differing").gauge().value();
    }

    @Test
    void replicas_that_differ_for_long_are_reported_once_and_when_it_is_over() {
        other("another");
        watch.look();
        assertThat(differing()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        watch.look();
        assertThat(sent.texts()).as("an upgrade takes its time").isEmpty();
        clock.advance(Duration.ofMillis(1));
        watch.look();
        watch.look();
        assertThat(sent.texts()).hasSize(1).first().asString().contains("FIRING [ops-mail]", "host-b differ from");

        other(replicas.own());
        watch.look();
        watch.look();
        assertThat(differing()).isZero();
        assertThat(sent.texts())
                .hasSize(2)
                .last()
                .asString()
                .isEqualTo("RESOLVED [ops-mail] All replicas of Tocsin use the same configuration");
    }

    @Test
    void a_difference_that_ends_in_time_is_not_reported_and_starts_again_from_the_beginning() {
        other("another");
        watch.look();
        clock.advance(Duration.ofMinutes(4));
        other(replicas.own());
        watch.look();
        other("another");
        clock.advance(Duration.ofMinutes(2));
        watch.look();
        assertThat(sent.texts()).isEmpty();
    }

    @Test
    void a_replica_reports_once_a_minute_while_nothing_changes() {
        watch.look();
        watch.look();
        assertThat(replicas.reports).isEqualTo(1);
        clock.advance(Duration.ofMinutes(1));
        watch.look();
        assertThat(replicas.reports).isEqualTo(2);
    }
}
