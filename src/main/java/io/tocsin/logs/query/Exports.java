package io.tocsin.logs.query;

import io.tocsin.logs.LogEntry;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.LogPage;
import io.tocsin.logs.LogsUnavailableException;
import io.tocsin.logs.PageRequest;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Exports many entries, a page at a time, so that only one page is in memory. */
final class Exports {

    private static final int PAGE = 500;
    private static final int SMALLEST_PAGE = 10;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final LogPageQuery pages;
    private final Duration timeout;

    Exports(LogPageQuery pages, Duration timeout) {
        this.pages = pages;
        this.timeout = timeout;
    }

    void export(LogFilter filter, boolean newestFirst, int limit, Consumer<LogEntry> to) {
        QueryDeadline end = QueryDeadline.in(LONGEST);
        Place after = null;
        int size = PAGE;
        int left = limit;
        boolean partial = false;
        while (left > 0) {
            LogPage page;
            try {
                page = page(filter, newestFirst, Math.min(size, left), after);
            } catch (AnswerTooLargeException e) {
                if (size == SMALLEST_PAGE) {
                    throw e;
                }
                size = Math.max(SMALLEST_PAGE, size / 4);
                continue;
            }
            page.entries().stream().limit(left).forEach(entry -> {
                if (end.left().isNegative()) {
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

    private LogPage page(LogFilter filter, boolean newestFirst, int size, @Nullable Place after) {
        return pages.page(filter, new PageRequest(size, newestFirst, null), after, QueryDeadline.in(timeout));
    }
}
