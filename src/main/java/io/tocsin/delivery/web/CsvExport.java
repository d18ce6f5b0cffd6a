package io.tocsin.delivery.web;

import io.tocsin.delivery.history.Ledger;
import io.tocsin.delivery.history.LedgerPage;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Writes a list as CSV (RFC 4180) page by page. What makes it incomplete after the first page is reported in the last line, because
 * the status is already sent.
 */
final class CsvExport {

    static final int MOST = 100_000;
    static final int USUAL = 10_000;

    /** How many pages may be short: matchers that match little read many contents for each page. */
    private static final int SHORT_PAGES = 20;

    private CsvExport() {}

    /**
     * Writes at most {@code limit} rows.
     *
     * @param name the name of the file
     * @param header the names of the columns
     * @param pages a page by its cursor and size
     * @param row the cells of an item; null is empty
     */
    static <T> void write(
            HttpServletResponse response,
            String name,
            List<String> header,
            int limit,
            BiFunction<@Nullable String, Integer, LedgerPage<T>> pages,
            Function<T, List<? extends @Nullable Object>> row)
            throws IOException {
        LedgerPage<T> page = pages.apply(null, Math.min(limit, Ledger.MOST_ITEMS));
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
        Writer out = response.getWriter();
        out.write(line(header));
        int left = limit;
        for (int more = limit / Ledger.MOST_ITEMS + SHORT_PAGES; ; more--) {
            for (T item : page.items()) {
                out.write(line(row.apply(item)));
            }
            left -= page.items().size();
            String next = page.next();
            if (next == null || left <= 0) {
                return;
            }
            if (more == 0) {
                out.write("incomplete: too little matches; ask for less time or fewer labels\r\n");
                return;
            }
            try {
                page = pages.apply(next, Math.min(left, Ledger.MOST_ITEMS));
            } catch (DataAccessException e) {
                out.write("incomplete: the store does not answer\r\n");
                return;
            }
        }
    }

    private static String line(List<? extends @Nullable Object> cells) {
        return cells.stream().map(CsvExport::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** A spreadsheet would run a cell that begins as a formula does; the apostrophe makes it text. */
    static String cell(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        if (!text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        return text.matches("(?s).*[\",\\r\\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
