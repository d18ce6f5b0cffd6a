package io.tocsin.security.connection;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.NioChannel;
import org.jspecify.annotations.Nullable;

/** Tomcat's HTTP/1.1 with {@link ClientConnections} around it; Tomcat instantiates it by its name. */
public final class GuardedProtocol extends Http11NioProtocol {

    private static final long TIDY_MILLIS = 500;

    private @Nullable ClientConnections connections;
    private @Nullable ScheduledFuture<?> tidying;

    /** Created by Tomcat, before it is configured. */
    public GuardedProtocol() {}

    /** Acquires a thread for a request, until it is free again. */
    ClientConnections.Admission enter(Room room) {
        return connections == null ? ClientConnections.Admission.ADMITTED : connections.enter(room);
    }

    @Override
    public void init() throws Exception {
        AbstractEndpoint<NioChannel, ?> endpoint = getEndpoint();
        connections = new ClientConnections(getHandler(), getMaxThreads());
        endpoint.setHandler(connections);
        super.init();
    }

    @Override
    public void start() throws Exception {
        super.start();
        tidying = getUtilityExecutor()
                .scheduleWithFixedDelay(this::tidy, TIDY_MILLIS, TIDY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() throws Exception {
        if (tidying != null) {
            tidying.cancel(false);
        }
        super.stop();
    }

    /** A quarter is left for new clients. */
    private void tidy() {
        if (connections != null) {
            connections.tidy(getEndpoint().getConnections(), getMaxConnections() / 4 * 3);
        }
    }
}
