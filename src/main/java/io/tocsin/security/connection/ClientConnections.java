package io.tocsin.security.connection;

import io.tocsin.security.http.ClientAddress;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks which client uses which request thread, from the first byte that the thread reads until it is free again, which
 * includes reading the body, writing the response and what Tomcat reads after it. When a {@link Room} is full, a client that
 * has used a thread there longest is disconnected, of the network that uses most.
 *
 * <p>A connection is ended by shutting down its channel: a thread that is blocked on it wakes up at once, with an error, and
 * closes it itself. Closing it from here could assign Tomcat's buffers of it to another connection while the thread still uses
 * them.
 */
final class ClientConnections implements Handler<NioChannel> {

    /** A thread that is in use for less may be serving a fast client. */
    private static final Duration LEAST_HELD = Duration.ofSeconds(1);

    private static final Duration MOST_HELD = Duration.ofSeconds(60);
    private static final Duration FIRST_REQUEST = Duration.ofSeconds(10);
    private static final Duration LINES_APART = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(ClientConnections.class);
    private static final ThreadLocal<@Nullable Client> CURRENT = new ThreadLocal<>();

    private final Handler<NioChannel> tomcat;
    private final int maxThreads;
    private final Map<SocketWrapperBase<NioChannel>, Client> clients = new ConcurrentHashMap<>();
    private final Map<Room, Set<Client>> busy = new EnumMap<>(Room.class);
    private int cutOff;
    private int refused;
    private long loggedAt = System.nanoTime() - LINES_APART.toNanos();

    /**
     * Delegates to Tomcat's own handler.
     *
     * @param maxThreads how many request threads there are
     */
    ClientConnections(Handler<NioChannel> tomcat, int maxThreads) {
        this.tomcat = tomcat;
        this.maxThreads = maxThreads;
        for (Room room : Room.values()) {
            busy.put(room, new LinkedHashSet<>());
        }
    }

    /** One connection; guarded by the lock of all. */
    private static final class Client {
        private final SocketWrapperBase<NioChannel> socket;
        private final long openedAt = System.nanoTime();
        private long requestedAt = openedAt;
        private @Nullable Room last;
        private @Nullable String network;
        private boolean atWork;
        private boolean cutOff;

        Client(SocketWrapperBase<NioChannel> socket) {
            this.socket = socket;
        }

        private String network() {
            if (network == null) {
                network = ClientAddress.of(socket.getRemoteAddr()).network();
            }
            return network;
        }
    }

    /** The decision on a request. */
    enum Admission {
        ADMITTED,
        /** To be refused with a response: it is the first on its connection, and cannot block. */
        REFUSED,
        /** To be disconnected: earlier responses may not have been read. */
        REFUSED_SILENTLY
    }

    @Override
    public SocketState process(SocketWrapperBase<NioChannel> socket, SocketEvent event) {
        Client client = clients.computeIfAbsent(socket, Client::new);
        CURRENT.set(client);
        try {
            return tomcat.process(socket, event);
        } finally {
            CURRENT.remove();
            leave(client);
        }
    }

    /**
     * Acquires a thread of a room for the request that the calling thread is about to process, until that thread is free again.
     *
     * <p>A connection that was used for another room before counts as others: responses that its client does not read delay the
     * next.
     */
    synchronized Admission enter(Room asked) {
        Client client = CURRENT.get();
        if (client == null) {
            return Admission.ADMITTED;
        }
        leave(client);
        boolean first = client.last == null;
        Room room = client.last == Room.OTHERS ? Room.OTHERS : asked;
        client.last = room;
        client.requestedAt = System.nanoTime();
        Set<Client> inside = inside(room);
        int over = inside.size() - room.threads(maxThreads);
        boolean hasPlace =
                over < 0 || (over < overflow() && (cutOffOldest(inside) || isOnlyOneOfItsNetwork(client, inside)));
        if (!hasPlace) {
            refused++;
            return first ? Admission.REFUSED : Admission.REFUSED_SILENTLY;
        }
        inside.add(client);
        client.atWork = true;
        return Admission.ADMITTED;
    }

    /** How many threads each room may have beyond its own, while disconnected ones wake up. */
    private int overflow() {
        return maxThreads / 10 / Room.values().length;
    }

    private synchronized void leave(Client client) {
        if (client.atWork && client.last != null) {
            inside(client.last).remove(client);
            client.atWork = false;
        }
    }

    private Set<Client> inside(Room room) {
        return busy.computeIfAbsent(room, added -> new LinkedHashSet<>());
    }

    /** Of the clients of the network that uses most threads here, so that a flood affects only itself. */
    private boolean cutOffOldest(Set<Client> inside) {
        Map<String, Integer> held = new HashMap<>();
        inside.forEach(client -> held.merge(client.network(), 1, Integer::sum));
        int most = held.values().stream().max(Integer::compare).orElse(0);
        long before = System.nanoTime() - LEAST_HELD.toNanos();
        return inside.stream()
                .filter(client -> !client.cutOff && held.getOrDefault(client.network(), 0) == most)
                .findFirst()
                .filter(oldest -> oldest.requestedAt - before < 0)
                .map(this::cutOff)
                .orElse(false);
    }

    /** A flood from elsewhere must not displace clients that send one request at a time. */
    private static boolean isOnlyOneOfItsNetwork(Client asking, Set<Client> inside) {
        String network = asking.network();
        return inside.stream().noneMatch(client -> client.network().equals(network));
    }

    private boolean cutOff(Client client) {
        client.cutOff = true;
        cutOff++;
        SocketChannel channel = client.socket.getSocket().getIOChannel();
        try {
            // Unsent data is dropped, and frees the kernel's memory.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.shutdownInput();
            channel.shutdownOutput();
        } catch (IOException e) {
            log.debug("The connection was closed already", e);
        }
        return true;
    }

    /**
     * Disconnects clients that used a thread for longer than any request takes, that sent no whole request after connecting,
     * and, when connections become scarce, that are idle between two requests, longest first; senders of alerts last.
     *
     * @param open all connections
     * @param most how many may stay open
     */
    synchronized void tidy(Collection<SocketWrapperBase<NioChannel>> open, int most) {
        long now = System.nanoTime();
        for (SocketWrapperBase<NioChannel> socket : open) {
            Client client = clients.computeIfAbsent(socket, Client::new);
            if (socket.isClosed()) {
                clients.remove(socket);
            } else if (!client.cutOff && isOverdue(client, now)) {
                cutOff(client);
            }
        }
        int tooMany = open.size() - most;
        if (tooMany > 0) {
            List<Client> waiting = clients.values().stream()
                    .filter(client -> !client.atWork && !client.cutOff)
                    .sorted(Comparator.<Client, Boolean>comparing(client -> client.last == Room.INTAKE)
                            .thenComparing(client -> client.requestedAt - now))
                    .limit(tooMany)
                    .toList();
            waiting.forEach(this::cutOff);
        }
        report(now);
    }

    private static boolean isOverdue(Client client, long now) {
        return client.atWork
                ? now - client.requestedAt > MOST_HELD.toNanos()
                : client.last == null && now - client.openedAt > FIRST_REQUEST.toNanos();
    }

    private void report(long now) {
        if (cutOff + refused > 0 && now - loggedAt > LINES_APART.toNanos()) {
            log.warn(
                    "{} slow connection(s) were cut off and {} request(s) refused, so that alerts, probes and scrapes have room",
                    cutOff,
                    refused);
            cutOff = 0;
            refused = 0;
            loggedAt = now;
        }
    }

    @Override
    public void release(SocketWrapperBase<NioChannel> socket) {
        clients.remove(socket);
        tomcat.release(socket);
    }

    @Override
    public @Nullable Object getGlobal() {
        return tomcat.getGlobal();
    }

    @Override
    public void pause() {
        tomcat.pause();
    }

    @Override
    public void recycle() {
        tomcat.recycle();
    }
}
