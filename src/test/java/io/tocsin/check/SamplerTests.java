package io.tocsin.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.check.CheckResult.Down;
import io.tocsin.check.CheckResult.Up;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SamplerTests {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();
    private Callable<String> server = () -> "figures";
    private final Sampler<String> sampler = new Sampler<>(
            new Check<>() {
                @Override
                public String name() {
                    return "Thing";
                }

                @Override
                public String look() throws Exception {
                    looks.incrementAndGet();
                    return server.call();
                }

                @Override
                public void abandon() {
                    abandoned.incrementAndGet();
                }
            },
            new CheckProperties(Duration.ofSeconds(5), Duration.ofMillis(100)),
            now::get);

    @AfterEach
    void stop() {
        threads.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void before_the_first_look_it_is_down() {
        assertThat(reason()).isEqualTo("no result yet");
    }

    @Test
    void a_look_that_succeeds_is_up_with_its_figures() {
        sample();
        await().until(() -> sampler.last() instanceof Up<String> up
                && up.figures().equals("figures")
                && up.sampledAt().equals(START));
    }

    @Test
    void a_failure_is_down_in_words_that_name_no_host() {
        server = () -> {
            throw new IOException("secret.example.com", new UnknownHostException("secret.example.com"));
        };
        sample();
        await().until(() -> reason().equals("its name is not resolved"));
        server = () -> {
            throw new IllegalStateException("user root");
        };
        await().until(() -> {
            sample();
            return reason().equals("it fails with IllegalStateException");
        });
    }

    @Test
    void a_look_that_hangs_is_down_and_no_second_one_is_begun_beside_it() {
        CountDownLatch hang = new CountDownLatch(1);
        server = () -> {
            hang.await();
            return "late";
        };
        sample();
        await().until(() -> reason().equals("no answer within 100 ms"));
        await().until(() -> abandoned.get() == 1);

        // An hour later it still hangs, and that is news, not an old result.
        now.set(START.plusSeconds(3600));
        assertThat(reason()).startsWith("no result since 2026-01-01T00:00:00Z");
        sample();
        assertThat(reason()).isEqualTo("no answer within 100 ms");
        assertThat(sampler.last().sampledAt()).isEqualTo(now.get());
        assertThat(looks).hasValue(1);

        server = () -> "again";
        hang.countDown();
        await().until(() -> {
            sample();
            return sampler.last() instanceof Up<String> up && up.figures().equals("again");
        });
    }

    @Test
    void an_answer_after_the_limit_changes_nothing() {
        CountDownLatch hang = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        server = () -> {
            hang.await();
            answered.countDown();
            return "late";
        };
        sample();
        await().until(() -> reason().equals("no answer within 100 ms"));
        CheckResult<String> before = sampler.last();
        hang.countDown();
        await().until(() -> answered.getCount() == 0);
        assertThat(sampler.last()).isSameAs(before);
    }

    @Test
    void a_result_older_than_three_intervals_is_down() {
        sample();
        await().until(() -> sampler.last() instanceof Up);
        now.set(START.plusSeconds(15));
        assertThat(sampler.last()).isInstanceOf(Up.class);
        now.set(START.plusSeconds(16));
        assertThat(reason()).isEqualTo("no result since 2026-01-01T00:00:00Z");
    }

    private void sample() {
        sampler.sample(threads, timer);
    }

    private String reason() {
        return sampler.last() instanceof Down<String> down ? down.reason() : "";
    }
}
