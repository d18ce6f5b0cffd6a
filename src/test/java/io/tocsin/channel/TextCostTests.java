package io.tocsin.channel;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Text;
import io.tocsin.channel.http.Redaction;
import io.tocsin.channel.render.DigestView;
import io.tocsin.channel.render.MessageView;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Text from outside costs a time in proportion to its length, whatever it is made of. */
class TextCostTests {

    private static final int ALL = 1_000_000;

    @Test
    void text_is_cleaned_in_linear_time() {
        HostileText.assertLinear(text -> {
            Text.line(text, ALL);
            Text.block(text, ALL);
            Text.cut(text, text.length() / 2);
            Text.cutUtf8(text, text.length() / 2);
        });
    }

    @Test
    void links_are_made_in_linear_time() {
        HostileText.assertLinear(text -> {
            Link.of("x", text);
            Link.of("x", "http://" + text);
            Link.silence("x", "http://" + text, Map.of("a", text));
        });
    }

    @Test
    void the_words_of_providers_are_redacted_in_linear_time() {
        Redaction redaction =
                Redaction.of(URI.create("https://hooks.example.com/services/T0001/secret0001"), List.of());
        HostileText.assertLinear(redaction::detail);
    }

    @Test
    void a_message_is_laid_out_and_told_plainly_in_linear_time() {
        HostileText.assertLinear(text -> {
            Alert alert = Samples.alert(
                    AlertStatus.FIRING,
                    Map.of("alertname", text, "severity", text, "instance", text, text, text),
                    Map.of("summary", text, "description", text));
            Message message = Samples.message(alert);
            MessageView.of(message, Samples.ENGLISH);
            PlainText.of(message, 15_000);
            DigestView.DigestLineView.of(DigestLine.of(alert), Samples.RECEIVED, Samples.CHINESE);
        });
    }
}
