package io.tocsin.logs.query;

import io.tocsin.logs.LogEntry;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.LogPage;
import io.tocsin.logs.LogsUnavailableException;
import io.tocsin.logs.query.SearchRequests.AnswerTooLargeException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Exports many entries, a page at a time, so that only one page is in memory. */
final class Exports {

    private static final int PAGE = 500;
    private static final int SMALLEST_PAGE = 10;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final LogSearch search;
    private final Supplier<SearchRequests> timed;

    /** Gives each page the time of one query. */
    Exports(LogSearch search, Supplier<SearchRequests> timed) {
        this.search = search;
        this.timed = timed;
    }

    void export(LogFilter filter, boolean newestFirst, int limit, Consumer<LogEntry> to) {
        long end = System.nanoTime() + LONGEST.toNanos();
        EntryPosition after = null;
        int size = PAGE;
        int left = limit;
        boolean partial = false;
        while (left > 0) {
            LogPage page;
            try {
                page = search.page(filter, Math.min(size, left), newestFirst, after, timed.get());
            } catch (AnswerTooLargeException e) {
                if (size == SMALLEST_PAGE) {
                    throw e;
                }
                size = Math.max(SMALLEST_PAGE, size / 4);
                continue;
            }
            page.entries().stream().limit(left).forEach(entry -> {
                if (System.nanoTime() - end > 0) {
                    throw new LogsUnavailableException("the export took too long", Duration.ZERO);
                }
                to.accept(entry);
            });
            left -= page.entries().size();
            partial |= page.partial();
            if (page.next() == null) {
                break;
            }
            after = Cursor.read(page.next(), filter, newestFirst).last();
        }
        if (partial) {
            throw new LogsUnavailableException("entries are missing: a shard failed or time ran out", RETRY);
        }
    }
}
