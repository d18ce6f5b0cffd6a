package io.tocsin.standin;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Alibaba Cloud SMS: it recomputes each signature from the request as it came in, keeps what it takes, and tells of it
 * when asked. Source: "V3 request structure and signature", SendSms and QuerySendDetails of version 2017-05-25.
 */
public final class AliyunSmsStandIn extends WebhookStandIn {

    public static final String KEY_ID = "LTAI5tStandInKey";
    public static final String KEY_SECRET = "5tandInAccessKeySecret0123456789";
    public static final String SIGN_NAME = "钟声 & Co";
    public static final String TEMPLATE = "SMS_154950909";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final int MAX_VARIABLE = 35;
    private static final Pattern AUTHORIZATION =
            Pattern.compile("ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})");
    private static final Set<String> MUST_BE_SIGNED = Set.of(
            "host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256");

    /**
     * A message that was taken.
     *
     * @param phone the number
     * @param outId the sender's id
     * @param parameters the template's variables
     */
    public record Sent(String phone, String outId, JsonNode parameters) {}

    private final InstantSource clock;
    private final Set<String> nonces = new HashSet<>();
    private final List<Sent> sent = new ArrayList<>();
    private final Set<String> badNumbers = new HashSet<>();
    private int queries;
    private @Nullable NumberLimits limits;

    public AliyunSmsStandIn() {
        this(InstantSource.system());
    }

    /**
     * @param clock its idea of the time
     */
    public AliyunSmsStandIn(InstantSource clock) {
        super(0);
        this.clock = clock;
        start();
    }

    /** The endpoint; nothing in it is secret. */
    @Override
    public URI webhookUrl() {
        return URI.create(origin());
    }

    /** What was taken, in order. */
    public synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** How often it was asked for what it had taken. */
    public synchronized int queries() {
        return queries;
    }

    /** Takes a message without having been asked: its sender never learnt of it. */
    public synchronized void take(String phone, String outId) {
        sent.add(new Sent(phone, outId, JSON.createObjectNode()));
    }

    /** A number that it finds illegal from now on. */
    public synchronized void refuse(String phone) {
        badNumbers.add(phone);
    }

    /**
     * From now on each number gets at most so many messages, of this signature and template. Alibaba Cloud's own: 1, 5
     * and 10 for codes; 50 a day for notifications.
     */
    public synchronized void limit(int perMinute, int perHour, int perDay) {
        limits = new NumberLimits(perMinute, perHour, perDay, clock);
    }

    @Override
    public synchronized void reset() {
        super.reset();
        limits = null;
        sent.clear();
        badNumbers.clear();
        queries = 0;
    }

    /** An answer with this code, as HTTP 200. */
    public static StandInAnswer code(String code, String message) {
        return StandInAnswer.of(200, answer(code, message));
    }

    private static String answer(String code, String message) {
        return "{\"Code\":\"" + code + "\",\"Message\":\"" + message + "\",\"RequestId\":\"8906582E-6722\"}";
    }

    @Override
    synchronized Optional<StandInAnswer> complaint(Request request) {
        String fault = unsigned(request);
        if (!fault.isEmpty()) {
            return Optional.of(StandInAnswer.of(fault.startsWith("Signature") ? 403 : 400, answer(fault, fault)));
        }
        Map<String, String> query = query(request.uri());
        if (request.header("x-acs-action").equals("QuerySendDetails")) {
            queries++;
            return Optional.of(details(query));
        }
        String phone = query.getOrDefault("PhoneNumbers", "");
        return badMessage(query).map(code -> code(code, phone + " " + code)).or(() -> tooMany(phone));
    }

    private Optional<StandInAnswer> tooMany(String phone) {
        return limits == null
                ? Optional.empty()
                : limits.refuse(phone).map(words -> code("isv.BUSINESS_LIMIT_CONTROL", words));
    }

    /** The code of what is wrong with the signature; empty when nothing is. */
    private String unsigned(Request request) {
        Matcher form = AUTHORIZATION.matcher(request.header("Authorization"));
        if (!form.matches()) {
            return "IncompleteSignature";
        }
        List<String> names = Arrays.asList(form.group(2).split(";", -1));
        boolean complete = names.containsAll(MUST_BE_SIGNED)
                && names.stream().sorted().toList().equals(names)
                && request.header("x-acs-content-sha256").equals(sha256(""))
                && request.size() == 0;
        if (!form.group(1).equals(KEY_ID)) {
            return "InvalidAccessKeyId.NotFound";
        }
        if (!complete || !sign(request, names, KEY_SECRET).equals(form.group(3))) {
            return "SignatureDoesNotMatch";
        }
        if (!isFresh(request.header("x-acs-date"))) {
            return "InvalidTimeStamp.Expired";
        }
        return nonces.add(request.header("x-acs-signature-nonce")) ? "" : "SignatureNonceUsed";
    }

    private boolean isFresh(String date) {
        try {
            return Duration.between(Instant.parse(date), clock.instant()).abs().compareTo(SKEW) <= 0;
        } catch (DateTimeParseException none) {
            return false;
        }
    }

    /** The signature that the request should have. */
    static String sign(Request request, List<String> names, String secret) {
        String query = Arrays.stream(request.uri().getRawQuery().split("&", -1))
                .sorted(Comparator.comparing(pair -> pair.split("=", 2)[0]))
                .collect(Collectors.joining("&"));
        StringBuilder canonical =
                new StringBuilder(request.method() + "\n" + request.uri().getRawPath() + "\n" + query + "\n");
        names.forEach(name -> canonical
                .append(name)
                .append(':')
                .append(request.header(name).strip())
                .append('\n'));
        canonical.append('\n').append(String.join(";", names)).append('\n').append(sha256(""));
        return hmac("ACS3-HMAC-SHA256\n" + sha256(canonical.toString()), secret);
    }

    private Optional<String> badMessage(Map<String, String> query) {
        String phone = query.getOrDefault("PhoneNumbers", "");
        if (!query.getOrDefault("SignName", "").equals(SIGN_NAME)) {
            return Optional.of("isv.SMS_SIGNATURE_ILLEGAL");
        }
        if (!query.getOrDefault("TemplateCode", "").equals(TEMPLATE)) {
            return Optional.of("isv.SMS_TEMPLATE_ILLEGAL");
        }
        if (!phone.matches("\\d{6,15}") || badNumbers.contains(phone)) {
            return Optional.of("isv.MOBILE_NUMBER_ILLEGAL");
        }
        return badParameters(parameters(query));
    }

    private static Optional<String> badParameters(JsonNode parameters) {
        if (!parameters.isObject() || !parameters.valueStream().allMatch(JsonNode::isString)) {
            return Optional.of("isv.INVALID_JSON_PARAM");
        }
        if (parameters.isEmpty()
                || parameters.valueStream().anyMatch(value -> value.asString().isBlank())) {
            return Optional.of("isv.TEMPLATE_MISSING_PARAMETERS");
        }
        if (parameters.valueStream().anyMatch(value -> value.asString().length() > MAX_VARIABLE)) {
            return Optional.of("isv.PARAM_LENGTH_LIMIT");
        }
        boolean link =
                parameters.valueStream().anyMatch(value -> value.asString().matches("(?s).*(://|(?i:www\\.)|[【】]).*"));
        return link ? Optional.of("isv.PARAM_NOT_SUPPORT_URL") : Optional.empty();
    }

    private StandInAnswer details(Map<String, String> query) {
        boolean complete = query.getOrDefault("SendDate", "").matches("\\d{8}")
                && query.getOrDefault("PageSize", "").matches("[1-9]|[1-4]\\d|50")
                && query.getOrDefault("CurrentPage", "").matches("[1-9]\\d*");
        if (!complete) {
            return code("isv.INVALID_PARAMETERS", "SendDate, PageSize or CurrentPage");
        }
        String found = sent.stream()
                .filter(one -> one.phone().equals(query.get("PhoneNumber")))
                .map(one -> "{\"OutId\":\"" + one.outId() + "\",\"SendStatus\":1,\"PhoneNum\":\"" + one.phone() + "\"}")
                .collect(Collectors.joining(","));
        return StandInAnswer.of(
                200,
                "{\"Code\":\"OK\",\"Message\":\"OK\",\"SmsSendDetailDTOs\":{\"SmsSendDetailDTO\":[" + found + "]}}");
    }

    @Override
    StandInAnswer thanks() {
        return StandInAnswer.of(200, "{\"Code\":\"OK\",\"Message\":\"OK\",\"BizId\":\"9006197469364984^0\"}");
    }

    @Override
    synchronized StandInAnswer thanks(Request request) {
        Map<String, String> query = query(request.uri());
        sent.add(new Sent(query.get("PhoneNumbers"), query.getOrDefault("OutId", ""), parameters(query)));
        return thanks();
    }

    private static JsonNode parameters(Map<String, String> query) {
        try {
            return JSON.readTree(query.getOrDefault("TemplateParam", ""));
        } catch (JacksonException notJson) {
            return JSON.missingNode();
        }
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static String hmac(String text, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
