package io.tocsin.logs.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Reads a response until its deadline; later data end the connection, for which no caller waits any longer. */
final class TimedConsumer implements AsyncResponseConsumer<ClassicHttpResponse> {

    private final AsyncResponseConsumer<ClassicHttpResponse> inTime;
    private final long end;

    /** Until this {@link System#nanoTime()}. */
    TimedConsumer(AsyncResponseConsumer<ClassicHttpResponse> inTime, long end) {
        this.inTime = inTime;
        this.end = end;
    }

    private void check() throws InterruptedIOException {
        if (System.nanoTime() - end > 0) {
            throw new InterruptedIOException("the time for the answer is over");
        }
    }

    @Override
    public void consumeResponse(
            HttpResponse response,
            @Nullable EntityDetails entity,
            HttpContext context,
            FutureCallback<ClassicHttpResponse> result)
            throws HttpException, IOException {
        check();
        inTime.consumeResponse(response, entity, context, result);
    }

    @Override
    public void consume(ByteBuffer bytes) throws IOException {
        check();
        inTime.consume(bytes);
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) throws HttpException, IOException {
        check();
        inTime.informationResponse(response, context);
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        inTime.updateCapacity(channel);
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) throws HttpException, IOException {
        inTime.streamEnd(trailers);
    }

    @Override
    public void failed(Exception cause) {
        inTime.failed(cause);
    }

    @Override
    public void releaseResources() {
        inTime.releaseResources();
    }
}
