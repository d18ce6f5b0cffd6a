package io.tocsin.channel.webhook;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.HmacSha256;
import io.tocsin.channel.Message;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.http.DigestForm;
import io.tocsin.channel.http.HttpOutcome;
import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.http.WebhookProtocol;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A receiver whose protocol is configured.
 *
 * @param headers sent with each request, credentials included
 * @param hmacSecret signs {@code timestamp.body}; empty for no signature
 * @param placeholders represent the secrets in a body
 * @param digests whether digests are sent
 */
record ConfiguredWebhook(
        WebhookProperties.Method method,
        URI url,
        Map<String, String> headers,
        String hmacSecret,
        InstantSource clock,
        WebhookBody body,
        Placeholders placeholders,
        boolean digests,
        AnswerRules answers)
        implements WebhookProtocol {

    @Override
    public ChannelType channel() {
        return ChannelType.WEBHOOK;
    }

    @Override
    public HttpOutcome post(ChannelHttp http, String id, byte[] rendered, Duration limit) {
        byte[] sent = placeholders.resolve(rendered);
        Map<String, String> all = new LinkedHashMap<>(ChannelHttp.JSON);
        all.putAll(headers);
        all.put("Idempotency-Key", id);
        if (!hmacSecret.isEmpty()) {
            String timestamp = Long.toString(clock.instant().getEpochSecond());
            all.put("X-Tocsin-Timestamp", timestamp);
            all.put("X-Tocsin-Signature", HexFormat.of().formatHex(HmacSha256.of(hmacSecret, signed(timestamp, sent))));
        }
        return http.send(method.name(), url, all, sent, limit);
    }

    private static byte[] signed(String timestamp, byte[] body) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes((timestamp + ".").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        return signed.toByteArray();
    }

    @Override
    public byte[] render(Message message) {
        return body.render(message);
    }

    @Override
    public byte[] renderPlain(Message message) {
        return body.renderPlain(message);
    }

    @Override
    public Optional<DigestForm> digestForm() {
        return digests ? Optional.of(body) : Optional.empty();
    }

    @Override
    public String shown(String rendered) {
        return placeholders.hide(rendered);
    }

    @Override
    public SendResult read(Answer answer) {
        return answers.read(answer);
    }
}
