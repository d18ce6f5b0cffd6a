package io.tocsin.intake.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Notification;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.OutboxException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is posted: only the answers that Alertmanager understands, and no good notification is lost in between. */
class WebhookFuzzTests {

    private static final long SEED = Long.getLong("tocsin.fuzz.seed", 20261122);
    private static final int BODIES = Integer.getInteger("tocsin.fuzz.bodies", 3_000);
    private static final List<String> CONTENT_TYPES = List.of(
            "application/json",
            "application/json; charset=utf-16",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/html; charset=nonsense",
            "nonsense");

    private static IntakeServer server;

    private final Random random = new Random(SEED);

    @BeforeAll
    static void start() {
        server = IntakeServer.start("tocsin.alert.max-payload=256KB");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void any_body_gets_one_of_the_answers_and_good_ones_are_stored() {
        FuzzBodies bodies = new FuzzBodies(SEED);
        Map<Integer, Integer> answers = new TreeMap<>();
        long good = 0;
        for (int i = 0; i < BODIES; i++) {
            byte[] body = bodies.next();
            boolean failing = random.nextInt(50) == 0;
            server.outbox().failWith(failing ? fault() : null);
            HttpResponse<String> answer = send(body);
            server.outbox().failWith(null);
            assertThat(answer.statusCode())
                    .as(() -> "seed " + SEED + ", answer " + answer.body() + ", body " + shown(body))
                    .isIn(failing ? Set.of(200, 400, 413, 503) : Set.of(200, 400, 413));
            assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(answer.statusCode() == 503);
            answers.merge(answer.statusCode(), 1, Integer::sum);
            if (i % 10 == 0) {
                good++;
                assertThat(server.post(Payloads.numbered(good)).statusCode()).isEqualTo(200);
            }
        }
        assertThat(answers).containsOnlyKeys(200, 400, 413, 503);
        assertThat(numbersStored())
                .containsAll(LongStream.rangeClosed(1, good)
                        .mapToObj(String::valueOf)
                        .toList());
        assertThatAllCanBeKept();
    }

    private HttpResponse<String> send(byte[] body) {
        BodyPublisher publisher = random.nextInt(4) == 0
                ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                : BodyPublishers.ofByteArray(body);
        return server.send(server.request(IntakeServer.WEBHOOK)
                .header("Authorization", "Bearer " + IntakeServer.TOKEN)
                .header("Content-Type", CONTENT_TYPES.get(random.nextInt(CONTENT_TYPES.size())))
                .method(random.nextBoolean() ? "POST" : "PUT", publisher));
    }

    private RuntimeException fault() {
        return switch (random.nextInt(3)) {
            case 0 -> new OutboxException(OutboxException.Kind.FULL, "full", null);
            case 1 -> new OutboxException(OutboxException.Kind.UNAVAILABLE, "unavailable", null);
            default -> new IllegalStateException("a fault");
        };
    }

    private static String shown(byte[] body) {
        return body.length + " bytes: "
                + Base64.getEncoder().encodeToString(body).substring(0, Math.min(4_000, body.length));
    }

    private static Set<String> numbersStored() {
        Function<NewNotification, String> number =
                stored -> stored.content().alerts().isEmpty()
                        ? ""
                        : stored.content().alerts().get(0).labels().getOrDefault("n", "");
        return server.outbox().stored().stream().map(number).collect(Collectors.toSet());
    }

    /** What got in must survive the store: JSON in strict UTF-8 and back, times in milliseconds. */
    private static void assertThatAllCanBeKept() {
        JsonMapper json = JsonMapper.builder().build();
        for (NewNotification stored : server.outbox().stored()) {
            Notification content = stored.content();
            byte[] bytes = json.writeValueAsBytes(content);
            assertThat(json.readValue(bytes, Notification.class)).isEqualTo(content);
            assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("\u0000");
            content.alerts()
                    .forEach(
                            alert -> assertThat(alert.startsAt().toEpochMilli()).isPositive());
            assertThat(stored.dedupKey()).hasSize(64);
        }
    }

    @Test
    void broken_transfers_hurt_nobody_else() throws IOException {
        String good = Payloads.alertmanager();
        for (int i = 0; i < 40; i++) {
            String truth = String.valueOf(good.getBytes(StandardCharsets.UTF_8).length);
            String answer = switch (i % 5) {
                case 0 -> raw("Content-Length: 100000", good);
                case 1 -> raw("Content-Length: 10", good);
                case 2 -> raw("Transfer-Encoding: chunked", "zz\r\n" + good);
                case 3 -> raw("Transfer-Encoding: chunked", "fff\r\n" + good);
                default -> raw("Content-Length: " + truth + "\r\nTransfer-Encoding: chunked", good);
            };
            boolean brokeOff = i % 5 == 0 || i % 5 == 3;
            assertThat(answer).matches(brokeOff ? "(HTTP/1.1 503 )?" : "(HTTP/1.1 400 )?");
            long number = 1_000_000L + i;
            assertThat(server.post(Payloads.numbered(number)).statusCode()).isEqualTo(200);
            assertThat(numbersStored()).contains(String.valueOf(number));
        }
    }

    /** The beginning of the answer to a request that ends where the body does; empty when there is none. */
    private static String raw(String lengthHeader, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + IntakeServer.WEBHOOK + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                            + IntakeServer.TOKEN + "\r\n" + lengthHeader + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readNBytes(13), StandardCharsets.US_ASCII);
        }
    }
}
