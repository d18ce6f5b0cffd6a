package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.AppendResult;
import io.tocsin.delivery.AppendResult.Stored;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.Outbox;
import io.tocsin.delivery.OutboxException;
import io.tocsin.delivery.OutboxException.Kind;
import io.tocsin.delivery.jdbc.store.Store;
import io.tocsin.delivery.jdbc.store.StoreSize;
import io.tocsin.delivery.jdbc.store.StoreUnavailableException;
import io.tocsin.delivery.worker.WorkerWakeups;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The outbox on a database, SQLite or MySQL, with the same SQL. */
final class JdbcOutbox implements Outbox {

    private final Store store;
    private final StoreWriter writer;
    private final JsonMapper json;
    private final WorkerWakeups signals;
    private final StoreSize size;

    JdbcOutbox(Store store, StoreWriter writer, JsonMapper json, WorkerWakeups signals, StoreSize size) {
        this.store = store;
        this.writer = writer;
        this.json = json;
        this.signals = signals;
        this.size = size;
    }

    @Override
    public AppendResult append(NewNotification notification) {
        WrittenNotification written = WrittenNotification.of(notification, json);
        AppendResult result = size.append(written.content().length(), () -> committed(written))
                .orElseThrow(JdbcOutbox::full);
        if (result instanceof Stored stored) {
            store.acknowledged(stored.notificationId());
            signals.raise(
                    notification.deliveries().stream().map(NewDelivery::target).toList());
        }
        return result;
    }

    private Optional<AppendResult> committed(WrittenNotification written) {
        try {
            return writer.await(writer.commits().append(written));
        } catch (StoreUnavailableException e) {
            throw new OutboxException(Kind.UNAVAILABLE, "the outbox does not commit", e);
        }
    }

    private static OutboxException full() {
        return new OutboxException(Kind.FULL, "as many deliveries wait as tocsin.delivery.max-pending allows", null);
    }
}
