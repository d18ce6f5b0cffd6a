package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.FailureReason;
import io.tocsin.check.CheckReport;
import io.tocsin.check.FailureDescriptions;
import io.tocsin.console.forms.LogsForm;
import io.tocsin.console.view.Texts;
import io.tocsin.console.view.TimelineEvent;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.history.AlertGroup;
import io.tocsin.delivery.maintenance.TargetReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;

class ConsoleMessagesTests {

    private static final Pattern KEY = Pattern.compile("ui\\.text\\(\"([a-zA-Z0-9.-]+)\"[,)]");
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\d+[^}]*}");

    private static Properties messages(String file) {
        Properties messages = new Properties();
        try (InputStream stream = ConsoleMessagesTests.class.getResourceAsStream("/console/" + file);
                Reader reader = new InputStreamReader(Objects.requireNonNull(stream), StandardCharsets.UTF_8)) {
            messages.load(reader);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return messages;
    }

    @Test
    void both_languages_say_the_same() {
        Properties english = messages("messages.properties");
        Properties chinese = messages("messages_zh_CN.properties");
        assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(arguments(chinese.getProperty(key))).as(key).isEqualTo(arguments(english.getProperty(key)));
        }
    }

    private static Set<String> arguments(String text) {
        return ARGUMENT.matcher(text)
                .results()
                .map(found -> found.group().substring(1, 2))
                .collect(Collectors.toSet());
    }

    @Test
    void why_a_check_is_down_is_told_in_the_readers_language() {
        ResourceBundleMessageSource source = new ResourceBundleMessageSource();
        source.setBasename("console/messages");
        source.setDefaultEncoding("UTF-8");
        Texts chinese = new Texts(source, Locale.SIMPLIFIED_CHINESE);
        assertThat(Stream.of(
                                new UnknownHostException(),
                                new CertificateException(),
                                new SSLException(""),
                                new TimeoutException(),
                                new NoRouteToHostException(),
                                new ConnectException(),
                                new ProtocolException(),
                                new IOException())
                        .map(FailureDescriptions::of))
                .allSatisfy(words -> assertThat(chinese.reason(words)).isNotEqualTo(words));
        assertThat(chinese.reason("no answer within 2000 ms")).isEqualTo("2000 毫秒内没有响应");
        assertThat(chinese.reason("it fails with Surprise")).isEqualTo("失败：Surprise");
        assertThat(chinese.reason("it answers MASTERDOWN")).isEqualTo("返回 MASTERDOWN");
        assertThat(chinese.reason("it answers error 1105")).isEqualTo("返回错误 1105");
        assertThat(chinese.reason("at or above the threshold: cpu, memory")).isEqualTo("达到或超过阈值：CPU, 内存");
        assertThat(chinese.reason("the outbox is full")).isEqualTo("发件箱已满");
        assertThat(chinese.reason("a reason of tomorrow")).isEqualTo("a reason of tomorrow");
    }

    @Test
    void the_reasons_in_english_are_what_checks_say() {
        Properties english = messages("messages.properties");
        english.stringPropertyNames().stream()
                .filter(key -> key.startsWith("reason."))
                .forEach(key -> assertThat("reason."
                                + english.getProperty(key).replace("{0}", "N").replace(' ', '-'))
                        .isEqualTo(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages.properties", "messages_zh_CN.properties"})
    void every_sentence_can_be_formatted_and_loses_no_apostrophe(String file) {
        Properties messages = messages(file);
        for (String key : messages.stringPropertyNames()) {
            String text = messages.getProperty(key);
            new MessageFormat(text, Locale.ROOT);
            assertThat(text.replace("''", "")).as(key).isNotBlank().doesNotContain("'");
        }
    }

    @Test
    void no_page_asks_for_a_sentence_that_is_not_there() throws IOException {
        Set<String> known = messages("messages.properties").stringPropertyNames();
        Set<String> asked = new TreeSet<>();
        try (Stream<Path> pages = Files.list(Path.of("src/main/resources/console/pages"))) {
            for (Path page : pages.toList()) {
                KEY.matcher(Files.readString(page)).results().forEach(found -> asked.add(found.group(1)));
            }
        }
        assertThat(asked).isNotEmpty().allMatch(known::contains);
    }

    @Test
    void every_value_that_a_page_may_name_has_its_word() {
        Stream<String> asked = Stream.of(
                        keys("deliveries.state.", DeliveryState.values()),
                        keys("deliveries.lead.", DeliveryState.values()),
                        keys("deliveries.finished.", DeliveryState.values()),
                        keys("deliveries.status.", AlertStatus.values()),
                        keys("alerts.delivery.", DeliveryState.values()),
                        keys("alerts.state.", AlertGroup.State.values()),
                        keys("alerts.state.", AlertStatus.values()),
                        keys("alerts.moment.", TimelineEvent.values()),
                        keys("overview.state.", CheckReport.State.UP, CheckReport.State.DOWN),
                        keys("targets.channel.", ChannelType.values()),
                        keys("targets.state.", TargetReport.State.values()),
                        Arrays.stream(FailureReason.values()).map(reason -> "deliveries.reason." + reason.label()),
                        LogsForm.RANGES.keySet().stream().map(range -> "logs.range." + range))
                .flatMap(keys -> keys);
        assertThat(asked).allMatch(messages("messages.properties")::containsKey);
    }

    private static Stream<String> keys(String prefix, Enum<?>... values) {
        return Arrays.stream(values).map(value -> prefix + value.name());
    }
}
