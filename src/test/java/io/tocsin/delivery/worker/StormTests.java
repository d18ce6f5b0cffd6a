package io.tocsin.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.channel.dingtalk.DingTalkTargets;
import io.tocsin.channel.feishu.FeishuTargets;
import io.tocsin.channel.webhook.RecipeTargets;
import io.tocsin.channel.webhook.WebhookTargets;
import io.tocsin.channel.wecom.WeComTargets;
import io.tocsin.delivery.CurrentAlerts;
import io.tocsin.delivery.DeliveryProperties;
import io.tocsin.delivery.MutableClock;
import io.tocsin.delivery.Notifications;
import io.tocsin.delivery.attempt.AttemptRunner;
import io.tocsin.delivery.attempt.DeliveryMeters;
import io.tocsin.delivery.attempt.RetryPolicy;
import io.tocsin.delivery.digest.DigestSender;
import io.tocsin.standin.DingTalkStandIn;
import io.tocsin.standin.FeishuStandIn;
import io.tocsin.standin.HookStandIn;
import io.tocsin.standin.ReceivedMessage;
import io.tocsin.standin.RecipeStandIn;
import io.tocsin.standin.WeComStandIn;
import io.tocsin.standin.WebhookStandIn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** 500 notifications in one minute to robots that take a few at a time, on a clock that the test moves. */
class StormTests {

    private static final Logger log = LoggerFactory.getLogger(StormTests.class);
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final int NOTIFICATIONS = 500;
    private static final Pattern NAME = Pattern.compile("storm\\d+z");
    /** What a request to the robot takes. */
    private static final Duration LATENCY = Duration.ofMillis(120);

    private final Random random = new Random(4711);
    private final MutableClock clock = new MutableClock(NOW);
    private final InMemoryQueue queue = new InMemoryQueue();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private WebhookStandIn robot;
    private TargetWorker worker;
    /** When each alert arrived, how many messages the robot had by then, and which ones are critical. */
    private final Map<String, Arrival> arrivals = new HashMap<>();
    /** When each message was taken by the robot. */
    private final List<Instant> sends = new ArrayList<>();

    /**
     * A channel's robot.
     *
     * @param standIn with the provider's limits
     * @param target with the default limit
     * @param refusals how many requests were refused for being too many
     * @param plainOnly has it refuse every form but the plain one
     * @param maxBytes the most that a body may have
     * @param longestWait seconds that an alert may wait: the longer, the less a message holds
     * @param mostAhead messages that may be sent before a critical one
     */
    private record Robot(
            WebhookStandIn standIn,
            Target target,
            IntSupplier refusals,
            Runnable plainOnly,
            int maxBytes,
            int longestWait,
            int mostAhead) {

        Robot(
                WebhookStandIn standIn,
                Target target,
                IntSupplier refusals,
                Runnable plainOnly,
                int maxBytes,
                int longestWait) {
            this(standIn, target, refusals, plainOnly, maxBytes, longestWait, 1);
        }
    }

    private Robot robot(String channel) {
        return switch (channel) {
            case "feishu" -> feishu();
            case "wecom" -> weCom();
            case "webhook" -> webhook();
            case "dingtalk" -> dingTalk();
            default -> recipe(RecipeStandIn.Provider.valueOf(channel));
        };
    }

    private Robot dingTalk() {
        DingTalkStandIn standIn = new DingTalkStandIn(0, DingTalkStandIn.SECRET, clock);
        standIn.limit(20, Duration.ofMinutes(1), Duration.ofMinutes(10));
        Target target = DingTalkTargets.oncall(
                Map.of("webhook-url", standIn.webhookUrl().toString(), "secret", DingTalkStandIn.SECRET), clock);
        return new Robot(standIn, target, standIn::refusals, standIn::refuseMarkdown, 18_000, 30);
    }

    private Robot feishu() {
        FeishuStandIn standIn = new FeishuStandIn(0, FeishuStandIn.SECRET, clock);
        standIn.limit();
        Target target = FeishuTargets.oncall(
                Map.of("webhook-url", standIn.webhookUrl().toString(), "secret", FeishuStandIn.SECRET), clock);
        return new Robot(standIn, target, standIn::refusals, standIn::refuseCards, 20_000, 30);
    }

    /** Its body has more than the 4,096 bytes of its Markdown: quotes and line feeds are two bytes in JSON. */
    private Robot weCom() {
        WeComStandIn standIn = new WeComStandIn(0, clock);
        standIn.limit();
        Target target =
                WeComTargets.oncall(Map.of("webhook-url", standIn.webhookUrl().toString()), clock);
        return new Robot(standIn, target, standIn::refusals, standIn::refuseMarkdown, 4_500, 60);
    }

    private Robot webhook() {
        HookStandIn standIn = new HookStandIn(clock);
        standIn.limit();
        Target target = WebhookTargets.oncall(
                Map.of(
                        "url", standIn.webhookUrl().toString(),
                        "bearer-token", HookStandIn.BEARER,
                        "hmac-secret", HookStandIn.HMAC),
                clock);
        return new Robot(standIn, target, standIn::refusals, () -> {}, 65_536, 30);
    }

    /**
     * One that keeps alerts by their groups gets each by itself: critical ones by turns with the head of the queue, and all in
     * their order where no limit makes them wait.
     */
    private Robot recipe(RecipeStandIn.Provider provider) {
        RecipeStandIn standIn = new RecipeStandIn(provider);
        standIn.limit(clock);
        Target target = RecipeTargets.of(provider, standIn, clock);
        boolean merges = target.notifier().digests().isPresent();
        return new Robot(
                standIn,
                target,
                standIn::refusals,
                () -> {},
                28 * 1_024,
                merges ? 150 : 5 * 60,
                merges ? 1 : target.rateLimit() == null ? NOTIFICATIONS : 10);
    }

    private record Arrival(Instant at, int before, boolean critical) {}

    @AfterEach
    void stop() {
        executor.shutdownNow();
        robot.close();
    }

    private TargetWorker worker(Target target) {
        DeliveryMeters meters =
                new DeliveryMeters(new SimpleMeterRegistry(), new Targets(List.of(() -> List.of(target))));
        RetryPolicy retries = new RetryPolicy(random::nextDouble);
        DigestSender digests = new DigestSender(target, queue, retries, meters, clock);
        AttemptRunner runner =
                new AttemptRunner(target, CurrentAlerts.AS_THEY_ARRIVED, executor, Duration.ofSeconds(30));
        DeliveryProperties properties = new DeliveryProperties(
                new DeliveryProperties.Store(Path.of("unused"), null, null, null, 512),
                Duration.ofHours(24),
                Duration.ofDays(30),
                1000,
                Duration.ofSeconds(30),
                Duration.ofMillis(500));
        return new TargetWorker(target, queue, digests, runner, retries, properties, meters, clock);
    }

    private void arrive(int n) {
        String name = "storm" + n + "z";
        boolean critical = n % 25 == 7;
        arrivals.put(name, new Arrival(clock.instant(), sends.size(), critical));
        queue.add(
                Notifications.alert(name, name, critical ? "critical" : "warning", AlertStatus.FIRING),
                clock.instant());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dingtalk",
                "feishu",
                "wecom",
                "webhook",
                "TEAMS",
                "TELEGRAM",
                "PAGERDUTY",
                "DISCORD",
                "MATTERMOST",
                "NTFY",
                "ALERTMANAGER"
            })
    void nothing_is_refused_nothing_is_left_out_and_critical_ones_come_first(String channel) {
        Robot provider = robot(channel);
        storm(provider, NOTIFICATIONS);
        assertThat(provider.refusals().getAsInt()).isZero();
        assertThat(robot.requests()).isEqualTo(sends.size());
        assertPromises(robot.received(), provider);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dingtalk", "feishu", "wecom"})
    void a_robot_that_refuses_every_form_but_the_plain_one_is_not_asked_more_often_than_it_allows(String channel) {
        Robot provider = robot(channel);
        provider.plainOnly().run();
        storm(provider, 60);
        assertThat(robot.requests()).isGreaterThan(sends.size());
        assertThat(provider.refusals().getAsInt()).isZero();
        assertThat(robot.received().toString()).contains(arrivals.keySet());
    }

    private void storm(Robot provider, int notifications) {
        robot = provider.standIn();
        worker = worker(provider.target());
        List<Instant> due = random.longs(notifications, 0, 60_000)
                .sorted()
                .mapToObj(NOW::plusMillis)
                .toList();
        int next = 0;
        while (next < due.size() || !queue.line.isEmpty()) {
            while (next < due.size() && !due.get(next).isAfter(clock.instant())) {
                arrive(next++);
            }
            Instant come = worker.step();
            Instant now = clock.instant();
            if (robot.received().size() > sends.size()) {
                sends.add(now);
                clock.advance(LATENCY);
            } else if (come.isAfter(now)) {
                clock.set(next < due.size() && due.get(next).isBefore(come) ? due.get(next) : come);
            }
        }
    }

    private void assertPromises(List<ReceivedMessage> messages, Robot provider) {
        Map<String, Integer> carrier = new HashMap<>();
        for (int n = 0; n < messages.size(); n++) {
            assertThat(messages.get(n).body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(provider.maxBytes());
            List<String> names = NAME.matcher(messages.get(n).body())
                    .results()
                    .map(result -> result.group())
                    .distinct()
                    .toList();
            int message = n;
            names.forEach(name -> carrier.putIfAbsent(name, message));
            assertThat(names.stream().map(name -> arrivals.get(name).critical()).toList())
                    .as("critical ones before others in message %d", n)
                    .isSortedAccordingTo((one, other) -> Boolean.compare(other, one));
        }
        assertThat(carrier.keySet()).isEqualTo(arrivals.keySet());
        arrivals.forEach((name, arrival) -> {
            if (arrival.critical()) {
                assertThat(carrier.get(name) - arrival.before())
                        .as("sends ahead of %s", name)
                        .isLessThanOrEqualTo(provider.mostAhead());
            }
        });
        log.info(
                "{}: {} notifications in {} messages; longest wait {} s, of critical ones {} s",
                provider.target().channel(),
                NOTIFICATIONS,
                messages.size(),
                longestWait(carrier, false),
                longestWait(carrier, true));
        assertThat(longestWait(carrier, false)).isLessThan(provider.longestWait());
    }

    private double longestWait(Map<String, Integer> carrier, boolean onlyCritical) {
        return arrivals.entrySet().stream()
                .filter(entry -> !onlyCritical || entry.getValue().critical())
                .mapToDouble(entry -> Duration.between(entry.getValue().at(), sends.get(carrier.get(entry.getKey())))
                                .toMillis()
                        / 1000.0)
                .max()
                .orElse(0);
    }
}
