package io.tocsin.alert;

import io.tocsin.channel.MessageAlert;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One alert as it arrived, with everything doubtful settled.
 *
 * @param status firing or resolved
 * @param labels the labels, none of them null
 * @param annotations the annotations, none of them null
 * @param startsAt since when it fires; the time of arrival when the sender gave no usable start; may lie in the future
 * @param endsAt when it ended; null exactly while it fires
 * @param generatorUrl absolute http(s) URL of the expression that raised it; null when it has none
 * @param dashboardUrl absolute http(s) URL of a dashboard or panel; null when there is none
 * @param silenceUrl absolute http(s) URL of a page that silences it; null when there is none
 * @param fingerprint identity of the label set, never empty
 */
public record Alert(
        AlertStatus status,
        Map<String, String> labels,
        Map<String, String> annotations,
        Instant startsAt,
        @Nullable Instant endsAt,
        @Nullable String generatorUrl,
        @Nullable String dashboardUrl,
        @Nullable String silenceUrl,
        String fingerprint) {

    MessageAlert toMessageAlert() {
        return new MessageAlert(
                status.toMessageStatus(),
                labels,
                annotations,
                startsAt,
                endsAt,
                generatorUrl,
                dashboardUrl,
                silenceUrl,
                fingerprint);
    }
}
