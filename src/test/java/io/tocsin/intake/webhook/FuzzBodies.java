package io.tocsin.intake.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bodies near to and far from what senders post; equal seeds give equal bodies. */
final class FuzzBodies {

    private static final List<String> SEEDS = List.of(
            Payloads.alertmanager(),
            Payloads.GRAFANA,
            Payloads.numbered(0),
            "{\"text\":\"a body of an operator's own\",\"fields\":[{\"n\":1}]}",
            "[" + Payloads.alertmanager() + "]");

    private static final List<String> ODD_VALUES = List.of(
            "null",
            "true",
            "-0",
            "1e999999999",
            "-1E-999999999",
            "9".repeat(990),
            "9".repeat(5_000),
            "0." + "1".repeat(5_000),
            "\"\"",
            "\"\\ud800\"",
            "\"\\u0000\\uffff\"",
            "\"" + "𝕏".repeat(20_000) + "\"",
            "{}",
            "[]",
            "{\"\":{\"\":{\"\":[]}}}",
            "[".repeat(400) + "]".repeat(400),
            "[".repeat(100_000),
            "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000),
            "{" + "\"k\":\"v\",".repeat(5_000) + "\"k\":1}",
            "{\"" + "n".repeat(60_000) + "\":1}",
            "[{\"labels\":{\"alertname\":\"X\"}},7,null,[]]",
            "\"0001-01-01T00:00:00Z\"",
            "\"+999999999-12-31T23:59:59.999999999+18:00\"",
            "\"-999999999-01-01T00:00:00-18:00\"",
            "\"2026-11-22T09:44:60Z\"",
            "\"javascript:alert(1)\"",
            "\"resolved\"",
            "NaN",
            "Infinity",
            "'x'",
            "/**/1",
            "\u0000");

    private final Random random;

    FuzzBodies(long seed) {
        this.random = new Random(seed);
    }

    byte[] next() {
        int kind = random.nextInt(20);
        if (kind == 0) {
            byte[] noise = new byte[random.nextInt(4_000)];
            random.nextBytes(noise);
            return noise;
        }
        if (kind == 1) {
            return ODD_VALUES.get(random.nextInt(ODD_VALUES.size())).getBytes(StandardCharsets.UTF_8);
        }
        if (kind == 2) {
            return ("{\"alerts\":[],\"x\":\"" + "y".repeat(random.nextInt(600_000)) + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
        }
        byte[] body = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.UTF_8);
        for (int rounds = 1 + random.nextInt(4); rounds > 0; rounds--) {
            body = random.nextInt(3) == 0 ? damaged(body) : withOddValue(body);
        }
        return body;
    }

    /** Another value after one of the colons. */
    private byte[] withOddValue(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int colon = text.indexOf("\":", random.nextInt(text.length() + 1));
        if (colon < 0) {
            return body;
        }
        int end = colon + 2;
        while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        byte[] odd = ODD_VALUES.get(random.nextInt(ODD_VALUES.size())).getBytes(StandardCharsets.UTF_8);
        return spliced(body, colon + 2, end, odd);
    }

    /** Bytes lost, doubled, overwritten or cut off. */
    private byte[] damaged(byte[] body) {
        int from = random.nextInt(body.length + 1);
        int to = Math.min(body.length, from + random.nextInt(40));
        byte[] noise = new byte[1 + random.nextInt(4)];
        random.nextBytes(noise);
        return switch (random.nextInt(4)) {
            case 0 -> spliced(body, from, to, new byte[0]);
            case 1 -> spliced(body, from, from, Arrays.copyOfRange(body, from, to));
            case 2 -> spliced(body, from, Math.min(body.length, from + noise.length), noise);
            default -> spliced(body, from, body.length, new byte[0]);
        };
    }

    private static byte[] spliced(byte[] body, int from, int to, byte[] middle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + middle.length);
        out.write(body, 0, from);
        out.writeBytes(middle);
        out.write(body, to, body.length - to);
        return out.toByteArray();
    }
}
