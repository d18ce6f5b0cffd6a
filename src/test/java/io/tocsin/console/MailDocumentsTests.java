package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailDocumentsTests {

    private Instant now = Instant.parse("2026-11-23T00:00:00Z");
    private final MailDocuments documents = new MailDocuments(() -> now);

    @Test
    void a_document_is_found_for_ten_minutes() {
        String id = documents.keep("<p>x</p>");
        now = now.plus(Duration.ofMinutes(10));
        assertThat(documents.find(id)).contains("<p>x</p>");
        now = now.plusMillis(1);
        assertThat(documents.find(id)).isEmpty();
        assertThat(documents.find("none")).isEmpty();
    }

    @Test
    void the_oldest_goes_when_there_are_too_many() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 33; i++) {
            ids.add(documents.keep("mail " + i));
        }
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(documents.find(ids.get(0))).isEmpty();
        assertThat(documents.find(ids.get(1))).contains("mail 1");
        assertThat(documents.find(ids.get(32))).contains("mail 32");
    }
}
