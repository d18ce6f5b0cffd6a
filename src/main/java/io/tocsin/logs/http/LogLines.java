package io.tocsin.logs.http;

import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogEntry;
import io.tocsin.logs.LogsUnavailableException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes entries as NDJSON as they arrive; an error is reported in the last line, because the status is already sent. */
@Component
class LogLines {

    private static final Logger log = LoggerFactory.getLogger(LogLines.class);
    private static final String TYPE = "application/x-ndjson";

    private final JsonMapper json;

    LogLines(JsonMapper json) {
        this.json = json;
    }

    /** Writes the entries of the source; only failures before the first entry are thrown. */
    void write(HttpServletResponse response, Consumer<Consumer<LogEntry>> source) {
        Body body = new Body(response);
        try {
            source.accept(body);
            body.open();
        } catch (InvalidLogQueryException | LogsUnavailableException e) {
            if (!body.opened) {
                throw e;
            }
            body.line(Map.of("incomplete", String.valueOf(e.getMessage())));
        } catch (UncheckedIOException e) {
            log.debug("The reader of an export is gone");
        }
    }

    private final class Body implements Consumer<LogEntry> {

        private final HttpServletResponse response;
        private boolean opened;

        Body(HttpServletResponse response) {
            this.response = response;
        }

        @Override
        public void accept(LogEntry entry) {
            open();
            line(entry);
        }

        void open() {
            if (!opened) {
                response.setContentType(TYPE);
                response.setHeader("Content-Disposition", "attachment; filename=\"logs.ndjson\"");
                opened = true;
            }
        }

        void line(Object value) {
            try {
                OutputStream out = response.getOutputStream();
                out.write(json.writeValueAsBytes(value));
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
