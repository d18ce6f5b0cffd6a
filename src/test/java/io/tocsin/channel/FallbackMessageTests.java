package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.channel.render.DigestView;
import io.tocsin.channel.render.MessageView;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FallbackMessageTests {

    private static final Message OWN = new Message("ops-mail-7", 7, Samples.RECEIVED, content(Map.of()));
    private static final Message FALLBACK =
            new Message(OWN.deliveryId(), 7, Samples.RECEIVED, OWN.content(), "oncall", false, null);

    private static Notification content(Map<String, String> annotations) {
        Alert alert = new Alert(
                AlertStatus.FIRING,
                Map.of("alertname", "HighCPU"),
                annotations,
                Samples.RECEIVED,
                null,
                null,
                null,
                null,
                "f");
        return new Notification("g", "tocsin", Map.of(), Map.of(), Map.of(), List.of(alert), 0, null);
    }

    private static MessageView view(Message message, Locale locale) {
        return MessageView.of(message, new MessageStyle(locale, ZoneOffset.UTC));
    }

    @Test
    void a_message_told_in_anothers_place_says_so_in_the_readers_language() {
        assertThat(view(FALLBACK, Locale.ENGLISH).counts()).isEqualTo("[via fallback of oncall] 1 firing");
        assertThat(view(FALLBACK, Locale.CHINA).counts()).isEqualTo("[oncall 的备用投递] 告警中 1 条");
        assertThat(view(OWN, Locale.ENGLISH).counts()).isEqualTo("1 firing");
    }

    @Test
    void the_plain_form_says_so_too() {
        assertThat(PlainText.of(FALLBACK, 500)).startsWith("[FIRING] 1 alerts (via fallback of oncall)\n");
        assertThat(PlainText.of(OWN, 500)).startsWith("[FIRING] 1 alerts\n");
    }

    @Test
    void a_message_that_is_sent_again_says_so_in_the_readers_language_and_in_the_plain_form() {
        Message again = new Message("ops-mail-9", 7, Samples.RECEIVED, OWN.content(), "oncall", true, null);
        assertThat(view(again, Locale.ENGLISH).counts()).isEqualTo("[sent again] [via fallback of oncall] 1 firing");
        assertThat(view(again, Locale.CHINA).counts()).isEqualTo("[重新发送] [oncall 的备用投递] 告警中 1 条");
        assertThat(PlainText.of(again, 500)).startsWith("[FIRING] 1 alerts (sent again) (via fallback of oncall)\n");
    }

    @Test
    void a_line_of_a_digest_says_so_while_all_that_it_tells_came_so() {
        Alert alert = OWN.content().alerts().get(0);
        DigestLine line = DigestLine.of(alert, "oncall");
        MessageStyle style = new MessageStyle(Locale.ENGLISH, ZoneOffset.UTC);
        assertThat(DigestView.DigestLineView.of(line, Samples.RECEIVED, style).text())
                .endsWith(" · [via fallback of oncall]");
        assertThat(line.then(alert, "oncall").fallbackOf()).isEqualTo("oncall");
        assertThat(line.then(alert).fallbackOf()).isNull();
        assertThat(DigestLine.of(alert).then(alert, "oncall").fallbackOf()).isNull();
    }

    @Test
    void an_annotation_in_the_readers_language_comes_before_the_one_for_all() {
        Message message = new Message(
                "ops-mail-8",
                8,
                Samples.RECEIVED,
                content(Map.of("summary", "CPU is high", "summary_zh", "CPU 过高", "description", "for all")));
        assertThat(view(message, Locale.ENGLISH).alerts().get(0).summary()).isEqualTo("CPU is high");
        assertThat(view(message, Locale.CHINA).alerts().get(0).summary()).isEqualTo("CPU 过高");
        assertThat(view(message, Locale.CHINA).alerts().get(0).description()).isEqualTo("for all");
    }
}
