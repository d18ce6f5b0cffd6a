package io.tocsin.standin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.delivery.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The stand-in refuses what Alibaba Cloud SMS refuses in a message, with its codes, and tells what it took. */
class AliyunSmsStandInRulesTests {

    private static final String PHONE = "13800000000";
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final AliyunSmsStandIn sms = new AliyunSmsStandIn(clock);
    private final AcsTalk talk = new AcsTalk(sms, clock);

    @AfterEach
    void close() {
        sms.close();
    }

    private static Map<String, String> message(String phone, String parameters) {
        return Map.of(
                "PhoneNumbers",
                phone,
                "SignName",
                AliyunSmsStandIn.SIGN_NAME,
                "TemplateCode",
                AliyunSmsStandIn.TEMPLATE,
                "TemplateParam",
                parameters,
                "OutId",
                "oncall-42");
    }

    private JsonNode send(Map<String, String> message) throws Exception {
        return talk.call("SendSms", message);
    }

    private String code(String phone, String parameters) throws Exception {
        return send(message(phone, parameters)).path("Code").asString();
    }

    private String code(String parameters) throws Exception {
        return code(PHONE, parameters);
    }

    private String codeWith(String name, String value) throws Exception {
        Map<String, String> message = new HashMap<>(message(PHONE, "{\"name\":\"a\"}"));
        message.put(name, value);
        return send(message).path("Code").asString();
    }

    @Test
    void what_is_in_order_is_taken_and_kept_and_has_a_receipt() throws Exception {
        JsonNode answer = send(message(PHONE, "{\"name\":\"HighCPU\",\"count\":\"2\"}"));

        assertThat(answer.path("Code").asString()).isEqualTo("OK");
        assertThat(answer.path("BizId").asString()).isNotEmpty();
        assertThat(sms.sent()).singleElement().satisfies(sent -> {
            assertThat(sent.phone()).isEqualTo(PHONE);
            assertThat(sent.outId()).isEqualTo("oncall-42");
            assertThat(sent.parameters().path("name").asString()).isEqualTo("HighCPU");
        });
    }

    @Test
    void signature_and_template_are_those_that_were_approved() throws Exception {
        assertThat(codeWith("SignName", "Tocsin")).isEqualTo("isv.SMS_SIGNATURE_ILLEGAL");
        assertThat(codeWith("SignName", "【" + AliyunSmsStandIn.SIGN_NAME + "】")).isEqualTo("isv.SMS_SIGNATURE_ILLEGAL");
        assertThat(codeWith("TemplateCode", "SMS_1")).isEqualTo("isv.SMS_TEMPLATE_ILLEGAL");
        assertThat(sms.sent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "+8613800000000", "138 0000 0000", "12345", "1234567890123456", "13800000000,13800000001"})
    void a_number_is_one_number_of_digits(String phone) throws Exception {
        assertThat(code(phone, "{\"name\":\"a\"}")).isEqualTo("isv.MOBILE_NUMBER_ILLEGAL");
    }

    @Test
    void a_number_can_be_made_illegal() throws Exception {
        sms.refuse(PHONE);

        assertThat(code("{\"name\":\"a\"}")).isEqualTo("isv.MOBILE_NUMBER_ILLEGAL");
        assertThat(code("13800000001", "{\"name\":\"a\"}")).isEqualTo("OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name",
                "[\"a\"]",
                "\"a\"",
                "{\"name\":\"a\"",
                "{\"name\":1}",
                "{\"name\":null}",
                "{\"name\":{}}"
            })
    void variables_are_an_object_of_texts(String parameters) throws Exception {
        assertThat(code(parameters)).isEqualTo("isv.INVALID_JSON_PARAM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\"\"}", "{\"name\":\"a\",\"count\":\" \"}"})
    void no_variable_is_missing_or_empty(String parameters) throws Exception {
        assertThat(code(parameters)).isEqualTo("isv.TEMPLATE_MISSING_PARAMETERS");
    }

    @Test
    void a_variable_has_at_most_35_characters_of_whatever_size() throws Exception {
        assertThat(code("{\"name\":\"" + "磁".repeat(35) + "\"}")).isEqualTo("OK");
        assertThat(code("{\"name\":\"" + "x".repeat(36) + "\"}")).isEqualTo("isv.PARAM_LENGTH_LIMIT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"see https://a.example", "ftp://a", "www.a.example", "WWW.a.example", "【a】", "a】"})
    void a_variable_has_neither_links_nor_the_brackets_of_the_signature(String text) throws Exception {
        assertThat(code("{\"name\":\"" + text + "\"}")).isEqualTo("isv.PARAM_NOT_SUPPORT_URL");
    }

    @ParameterizedTest
    @CsvSource({"1, 5, 10, 分钟级, 1, PT1M", "100, 5, 10, 小时级, 5, PT1H", "100, 100, 10, 天级, 10, PT24H"})
    void a_number_gets_so_many_within_a_minute_an_hour_and_a_day(
            int perMinute, int perHour, int perDay, String level, int permits, Duration window) throws Exception {
        sms.limit(perMinute, perHour, perDay);
        for (int n = 0; n < permits; n++) {
            assertThat(code("{\"name\":\"a\"}")).isEqualTo("OK");
        }
        JsonNode refused = send(message(PHONE, "{\"name\":\"a\"}"));
        assertThat(refused.path("Code").asString()).isEqualTo("isv.BUSINESS_LIMIT_CONTROL");
        assertThat(refused.path("Message").asString()).isEqualTo("触发" + level + "流控Permits:" + permits);
        assertThat(code("13800000001", "{\"name\":\"a\"}")).as("another number").isEqualTo("OK");
        clock.advance(window.minusSeconds(1));
        assertThat(code("{\"name\":\"a\"}")).isEqualTo("isv.BUSINESS_LIMIT_CONTROL");
        clock.advance(Duration.ofSeconds(1));
        assertThat(code("{\"name\":\"a\"}")).isEqualTo("OK");
    }

    @Test
    void what_is_refused_does_not_count() throws Exception {
        sms.limit(1, NO_LIMIT, NO_LIMIT);

        assertThat(code("{}")).isEqualTo("isv.TEMPLATE_MISSING_PARAMETERS");
        assertThat(code("{\"name\":\"a\"}")).isEqualTo("OK");
        assertThat(code("{\"name\":\"a\"}")).isEqualTo("isv.BUSINESS_LIMIT_CONTROL");
        clock.advance(Duration.ofMinutes(1));
        assertThat(code("{\"name\":\"a\"}")).isEqualTo("OK");
    }

    @Test
    void there_is_no_limit_unless_one_is_set() throws Exception {
        for (int n = 0; n < 60; n++) {
            assertThat(code("{\"name\":\"a\"}")).isEqualTo("OK");
        }
    }

    @Test
    void it_tells_what_a_number_was_sent_when_asked_in_full() throws Exception {
        send(message(PHONE, "{\"name\":\"a\"}"));
        sms.take(PHONE, "oncall-43");
        sms.take("13800000001", "oncall-44");
        Map<String, String> question = new HashMap<>(
                Map.of("PhoneNumber", PHONE, "SendDate", "20261122", "PageSize", "50", "CurrentPage", "1"));

        assertThat(talk.call("QuerySendDetails", question)
                        .at("/SmsSendDetailDTOs/SmsSendDetailDTO")
                        .valueStream()
                        .map(one -> one.path("OutId").asString()))
                .containsExactly("oncall-42", "oncall-43");
        question.put("PageSize", "51");
        assertThat(talk.call("QuerySendDetails", question).path("Code").asString())
                .isEqualTo("isv.INVALID_PARAMETERS");
        question.put("PageSize", "50");
        question.remove("SendDate");
        assertThat(talk.call("QuerySendDetails", question).path("Code").asString())
                .isEqualTo("isv.INVALID_PARAMETERS");
        assertThat(sms.queries()).isEqualTo(3);
    }
}
