package io.tocsin.proof;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Two real Alertmanagers that gossip: both are told everything, and one tells it on unless it fails. */
record AlertmanagerPair(AlertmanagerProcess one, AlertmanagerProcess other) implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /**
     * Starts both and waits until each knows the other.
     *
     * @param name of their homes under the directory of the proofs
     */
    static AlertmanagerPair start(String name, URI webhook, Duration groupInterval) {
        int port = FreePort.next();
        AlertmanagerProcess one =
                AlertmanagerProcess.start(ProofHome.of(name + "-one"), webhook, groupInterval, cluster(port));
        Path otherHome = ProofHome.of(name + "-other");
        List<String> joining = Stream.concat(
                        cluster(FreePort.next()).stream(), Stream.of("--cluster.peer=127.0.0.1:" + port))
                .toList();
        AlertmanagerPair pair =
                new AlertmanagerPair(one, AlertmanagerProcess.start(otherHome, webhook, groupInterval, joining));
        await("a cluster of two")
                .atMost(LIMIT)
                .until(() -> pair.both().allMatch(peer -> peer.metric("alertmanager_cluster_members ") == 2));
        return pair;
    }

    /** As usual, but quicker. The second to send waits for the peer time-out, to hear that the first has. */
    private static List<String> cluster(int port) {
        return List.of(
                "--cluster.listen-address=127.0.0.1:" + port,
                "--cluster.gossip-interval=20ms",
                "--cluster.settle-timeout=5s",
                "--cluster.peer-timeout=3s");
    }

    void post(Marker marker, Instant startsAt) {
        both().forEach(peer -> peer.post(marker, startsAt));
    }

    /**
     * Kills the one that has sent, once the other has received it: what it had passed to nobody, Alertmanager itself would lose.
     *
     * @return the other
     */
    AlertmanagerProcess killSender() {
        await("one of them to tell the other that it has sent")
                .atMost(LIMIT)
                .until(() -> both().anyMatch(AlertmanagerPair::hasHeard));
        boolean oneHasHeard = hasHeard(one);
        (oneHasHeard ? other : one).close();
        return oneHasHeard ? one : other;
    }

    private static boolean hasHeard(AlertmanagerProcess peer) {
        return peer.metric("alertmanager_nflog_gossip_messages_propagated_total ") > 0;
    }

    private Stream<AlertmanagerProcess> both() {
        return Stream.of(one, other);
    }

    @Override
    public void close() {
        both().forEach(AlertmanagerProcess::close);
    }
}
