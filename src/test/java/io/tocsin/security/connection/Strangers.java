package io.tocsin.security.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many connections that each send a beginning and then a little at a time, read nothing, and come again when they are cut off. */
final class Strangers implements AutoCloseable {

    private static final int SMALL_WINDOW = 4096;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final InetSocketAddress server;
    private InetSocketAddress from = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private final byte[] beginning;
    private final byte[] drip;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final AtomicInteger comings = new AtomicInteger();
    private final AtomicInteger rounds = new AtomicInteger();

    /**
     * Prepares them.
     *
     * @param beginning what each sends at once
     * @param drip what each sends four times a second afterwards; may be empty
     */
    Strangers(int port, String beginning, String drip) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.beginning = beginning.getBytes(StandardCharsets.ISO_8859_1);
        this.drip = drip.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Lets them come from another of the loopback addresses. */
    Strangers from(String address) {
        from = new InetSocketAddress(address, 0);
        return this;
    }

    /** Lets so many come. */
    Strangers come(int many) throws IOException {
        for (int n = 0; n < many; n++) {
            channels.add(connected());
        }
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(this::goOn, 250, 250, TimeUnit.MILLISECONDS);
        return this;
    }

    /** How often connections were made. */
    int comings() {
        return comings.get();
    }

    /** How often all of them have sent their little. */
    int rounds() {
        return rounds.get();
    }

    private SocketChannel connected() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_WINDOW);
        channel.bind(from);
        channel.socket().connect(server, 10_000);
        channel.configureBlocking(false);
        channel.write(ByteBuffer.wrap(beginning));
        comings.incrementAndGet();
        return channel;
    }

    private void goOn() {
        for (int n = 0; n < channels.size() && !thread.isShutdown(); n++) {
            try {
                channels.get(n).write(ByteBuffer.wrap(drip.length == 0 ? new byte[] {' '} : drip));
            } catch (IOException cutOff) {
                again(n);
            }
        }
        rounds.incrementAndGet();
    }

    private void again(int n) {
        try {
            channels.get(n).close();
            channels.set(n, connected());
        } catch (IOException e) {
            // Nobody accepts now: the next round tries again.
        }
    }

    @Override
    public void close() throws IOException {
        thread.shutdownNow();
        try {
            thread.awaitTermination(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
