package io.tocsin.proof;

import io.tocsin.backing.MySqlServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Three processes, started together on an empty shared store, so that they also race to migrate it. */
record Replicas(List<TocsinProcess> processes) implements AutoCloseable {

    static final int COUNT = 3;

    private static final Pattern DELIVERED =
            Pattern.compile("(?m)^tocsin_deliveries_total\\{[^}]*outcome=\"delivered\"[^}]*} (\\S+)$");

    static Replicas start(Map<String, String> properties) {
        return start(n -> properties);
    }

    /** Each with properties of its own. */
    static Replicas start(IntFunction<Map<String, String>> properties) {
        Replicas replicas = new Replicas(IntStream.range(0, COUNT)
                .mapToObj(n -> new TocsinProcess(ProofHome.of("replica-" + n), properties.apply(n)))
                .toList());
        try {
            replicas.processes.forEach(TocsinProcess::launch);
            replicas.processes.forEach(TocsinProcess::awaitReady);
            return replicas;
        } catch (AssertionError e) {
            replicas.close();
            throw e;
        }
    }

    /** The settings of a new and empty shared store. */
    static Map<String, String> sharedStore() {
        MySqlServer.Database store = MySqlServer.get().newDatabase();
        return Map.of(
                "tocsin.delivery.store.url", store.url(),
                "tocsin.delivery.store.username", store.username(),
                "tocsin.delivery.store.password", store.password());
    }

    TocsinProcess get(int n) {
        return processes.get(n);
    }

    URI webhook(int request) {
        return processes.get(Math.floorMod(request, COUNT)).webhook();
    }

    /** How many messages they have recorded as delivered, over all targets, since each started. */
    long recorded() {
        return processes.stream()
                .flatMap(process -> DELIVERED.matcher(process.get("/metrics")).results())
                .mapToLong(count -> (long) Double.parseDouble(count.group(1)))
                .sum();
    }

    void stopAll() {
        processes.forEach(TocsinProcess::stop);
    }

    @Override
    public void close() {
        processes.forEach(TocsinProcess::close);
    }
}
