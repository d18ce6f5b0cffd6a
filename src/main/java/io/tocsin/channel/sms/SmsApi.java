package io.tocsin.channel.sms;

import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.http.HttpOutcome;
import io.tocsin.channel.http.HttpOutcome.Answer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The two calls of Alibaba Cloud SMS in use. Source: its API reference, version 2017-05-25. */
final class SmsApi {

    private static final String VERSION = "2017-05-25";
    private static final int MOST_DETAILS = 50;
    private static final int STATUS_FAILED = 2;
    /** Days are in China's time zone. */
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).withZone(ZoneOffset.ofHours(8));

    private final URI endpoint;
    private final AcsSigner signer;
    private final ChannelHttp http;
    private final String signName;
    private final String templateCode;

    /**
     * @param endpoint http or https, without a path
     */
    SmsApi(URI endpoint, AcsSigner signer, ChannelHttp http, String signName, String templateCode) {
        this.endpoint = endpoint;
        this.signer = signer;
        this.http = http;
        this.signName = signName;
        this.templateCode = templateCode;
    }

    /**
     * Sends one message to one number. It is not idempotent: each request that arrives is a message.
     *
     * @param parameters the template's variables as a JSON object
     * @param outId an id of ours, by which {@link #hasTaken} finds it
     */
    SmsOutcome send(PhoneNumber number, String parameters, String outId, Duration limit) {
        return SmsOutcome.of(call(
                "SendSms",
                Map.of(
                        "PhoneNumbers", number.digits(),
                        "SignName", signName,
                        "TemplateCode", templateCode,
                        "TemplateParam", parameters,
                        "OutId", outId),
                limit));
    }

    /**
     * Whether the provider lists the message as accepted and not failed; also false when it does not answer.
     *
     * @param at when it was sent
     */
    boolean hasTaken(PhoneNumber number, String outId, Instant at, Duration limit) {
        HttpOutcome outcome = call(
                "QuerySendDetails",
                Map.of(
                        "PhoneNumber", number.digits(),
                        "SendDate", DAY.format(at),
                        "PageSize", String.valueOf(MOST_DETAILS),
                        "CurrentPage", "1"),
                limit);
        return outcome instanceof Answer answer && names(AcsAnswer.read(answer), outId);
    }

    private static boolean names(AcsAnswer answer, String outId) {
        JsonNode details = answer.body().path("SmsSendDetailDTOs").path("SmsSendDetailDTO");
        return answer.isOk()
                && details.valueStream()
                        .anyMatch(detail -> detail.path("OutId").asString("").equals(outId)
                                && detail.path("SendStatus").asInt(0) != STATUS_FAILED);
    }

    private HttpOutcome call(String action, Map<String, String> parameters, Duration limit) {
        SortedMap<String, String> query = new TreeMap<>(parameters);
        Map<String, String> headers = new HashMap<>(signer.sign(action, VERSION, host(), query));
        headers.put("Accept", "application/json");
        URI url = URI.create(endpoint.getScheme() + "://" + endpoint.getRawAuthority() + "/?" + AcsSigner.query(query));
        return http.post(url, headers, new byte[0], limit);
    }

    /** The header as the client sends it. */
    private String host() {
        boolean usual = endpoint.getPort() == -1
                || endpoint.getPort() == (endpoint.getScheme().equals("https") ? 443 : 80);
        return usual ? endpoint.getHost() : endpoint.getHost() + ":" + endpoint.getPort();
    }
}
