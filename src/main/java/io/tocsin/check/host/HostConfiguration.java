package io.tocsin.check.host;

import io.tocsin.check.CheckProperties;
import io.tocsin.check.MonitoredComponent;
import io.tocsin.check.Sampler;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Monitors the host: through OSHI, and on Linux through a few of the kernel's files for what it lacks. */
@Configuration(proxyBeanMethods = false)
class HostConfiguration {

    /** Threads that query file systems, and may hang with them. */
    @Bean(destroyMethod = "shutdownNow")
    FileSystemThreads fileSystemThreads() {
        return new FileSystemThreads(Executors.newCachedThreadPool(runnable -> {
            Thread thread = new Thread(runnable, "check-filesystem");
            thread.setDaemon(true);
            return thread;
        }));
    }

    /** Of its own type, so that it is not mistaken for the application's executor. */
    record FileSystemThreads(ExecutorService executor) {

        void shutdownNow() {
            executor.shutdownNow();
        }
    }

    @Bean
    HostThresholds hostThresholds(HostProperties properties, InstantSource clock) {
        return new HostThresholds(properties, clock);
    }

    @Bean
    Sampler<HostSample> hostSampler(
            HostProperties host,
            CheckProperties properties,
            HostThresholds thresholds,
            FileSystemThreads threads,
            InstantSource clock) {
        HostCheck check = new HostCheck(parts(host, threads.executor(), clock), new CpuUsage(clock), thresholds);
        return new Sampler<>(check, properties, clock);
    }

    private static List<HostPart> parts(HostProperties properties, ExecutorService threads, InstantSource clock) {
        HostFiles files = HostFiles.of(properties);
        return files.proc().resolve("stat").toFile().canRead()
                ? linux(files, properties, threads, clock)
                : OshiParts.everywhereElse(properties, clock);
    }

    static List<HostPart> linux(
            HostFiles files, HostProperties properties, ExecutorService threads, InstantSource clock) {
        List<HostPart> parts = new ArrayList<>(OshiParts.linux(files, properties));
        parts.add(new DiskPart(files, properties));
        parts.add(new NetworkPart(files, properties));
        parts.addAll(SmallParts.of(files, clock));
        parts.add(new FileSystemPart(files, properties, threads));
        return parts;
    }

    @Bean
    MonitoredComponent<HostSample> hostWatched(
            Sampler<HostSample> sampler, HostProperties properties, HostThresholds thresholds) {
        return new MonitoredComponent<>("host", 3, sampler, "", new HostSummary(properties, thresholds)::summarize);
    }

    /** The component is called {@code system}. */
    @Bean
    SystemHealth systemHealthIndicator(
            Sampler<HostSample> sampler, HostProperties properties, HostThresholds thresholds) {
        return new SystemHealth(sampler, properties, thresholds);
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "tocsin.check.host.metrics", matchIfMissing = true)
    HostCollector hostCollector(Sampler<HostSample> sampler) {
        return new HostCollector(sampler);
    }
}
