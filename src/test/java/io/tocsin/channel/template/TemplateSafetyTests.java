package io.tocsin.channel.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import freemarker.template.Template;
import io.tocsin.ConfigurationException;
import io.tocsin.channel.Message;
import io.tocsin.channel.Samples;
import io.tocsin.channel.render.MessageView;
import io.tocsin.channel.render.RenderException;
import io.tocsin.channel.render.RenderLimit;
import io.tocsin.channel.render.RenderThread;
import io.tocsin.channel.template.model.Detail;
import io.tocsin.channel.template.model.TemplatePart;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a template can not do. */
class TemplateSafetyTests {

    private static final TemplateInput INPUT = TemplateInput.of(
            MessageView.of(Samples.message(Samples.firing("10.0.0.1:9100", "critical")), Samples.ENGLISH));

    private static String run(TemplatePart part, String source) {
        return TemplateEngine.run(part, TemplateEngine.parse(part, source), INPUT, new Detail(1, 0))
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${\"freemarker.template.utility.Execute\"?new()(\"id\")}",
                "${\"freemarker.template.utility.ObjectConstructor\"?new()(\"java.io.File\", \"/\")}",
                "<#assign x = full[0]?api.class>",
                "${full?api.size()}",
                "${full[0].class}",
                "${full[0].getClass()}",
                "${full[0].toString()}",
                "${full[0].hashCode}",
                "${labels.class}",
                "${words.getClass()}",
                "${statics['java.lang.System']}",
                "<#include \"/etc/passwd\">",
                "<#import \"/etc/passwd\" as x>",
                "${cut(title)}",
                "${cut(1, 2)}",
                "${full[7].name}",
            })
    void nothing_but_the_message_can_be_reached(String source) {
        assertThatExceptionOfType(RenderException.class).isThrownBy(() -> run(TemplatePart.EMAIL_TEXT, source));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${title?no_esc}",
                "<#noautoesc>${title}</#noautoesc>",
                "<#ftl output_format='plainText'>${title}",
                "<#ftl auto_esc=false>${title}",
                "<#if>",
                "<#list full as>",
                "${",
                "<#nothing>",
            })
    void what_would_leave_out_the_escaping_or_is_no_template_does_not_parse(String source) {
        assertThatThrownBy(() -> TemplateEngine.parse(TemplatePart.EMAIL_HTML, source))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("email/html.ftl");
    }

    @Test
    void numbers_and_truths_are_written_alike_in_every_language() {
        assertThat(run(TemplatePart.EMAIL_TEXT, "${1234567.5} ${firing} ${full[0].hasSummary?c}"))
                .isEqualTo("1234567.5 1 true");
    }

    @Test
    void labels_and_annotations_can_be_named_and_listed() {
        assertThat(run(
                        TemplatePart.EMAIL_TEXT,
                        "${full[0].allLabels.job} ${full[0].allLabels.absent!'-'}"
                                + " <#list full[0].annotations as name, value>${name};</#list>"
                                + "${full[0].allLabels?keys?join(',')} ${full[0].allLabels?values?size}"))
                .isEqualTo("node - description;runbook_url;summary;alertname,instance,job,severity 4");
    }

    @Test
    void what_a_template_puts_together_is_escaped_as_a_whole() {
        assertThat(run(TemplatePart.DINGTALK_MESSAGE, "${'**' + full[0].name + '**'}"))
                .isEqualTo("＊＊HighCPU＊＊");
        assertThat(run(TemplatePart.SLACK_MESSAGE, "<${full[0].links[0].url}|x> ${'<!here>'}"))
                .isEqualTo(
                        "<http://prometheus.example.com:9090/graph?g0.expr=cpu+%3E+90&amp;g0.tab=1|x> &lt;!here&gt;");
    }

    @Test
    void a_fault_names_the_place_and_not_the_alert() {
        assertThatThrownBy(() -> run(TemplatePart.EMAIL_TEXT, "${full[0].sumary}"))
                .hasMessage("email/text.ftl, line 1, column 3: InvalidReference at full[0].sumary");
        assertThatThrownBy(() -> run(TemplatePart.EMAIL_TEXT, "\n\n  ${full[0].summary?number}"))
                .isInstanceOfSatisfying(RenderException.class, fault -> {
                    assertThat(fault.getMessage()).isEqualTo("email/text.ftl, line 3, column 3: NonNumerical");
                    assertThat(fault.detail()).contains("line 3", "CPU > 90%");
                });
    }

    @Test
    void a_template_that_does_not_end_is_ended() {
        try (RenderLimit limit = new RenderLimit(Duration.ofMinutes(1))) {
            MessageTemplates templates = new MessageTemplates(limit);
            assertThatThrownBy(() -> templates.replace(Map.of(TemplatePart.EMAIL_TEXT, "<#list 1.. as n></#list>")))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("email/text.ftl: takes more memory than a message needs"
                            + " (tried with the sample message 'firing, en')");
        }
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().entrySet())
                .noneMatch(thread -> thread.getKey().getName().equals("render")
                        && thread.getValue().length > 0
                        && java.util.Arrays.toString(thread.getValue()).contains("IteratorBlock")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<#assign x = 'x'><#list 1..60 as n><#assign x = x + x></#list>${x?length}",
                "<#assign x = 'x'><#list 1..60 as n><#assign x>${x}${x}</#assign></#list>${x?length}",
                "<#macro twice x><@twice x + x/></#macro><@twice 'x'/>",
                "<#function twice x><#return twice(x + x)></#function>${twice('x')}",
                "<#assign x = 'x'><#list 1..60 as n><#assign x = x?replace('x', 'xx')></#list>${x?length}",
                "<#assign x = ['x']><#list 1..60 as n><#assign x = [x?join(','), x?join(',')]></#list>${x?size}",
            })
    void a_text_that_grows_without_end_does_not_fill_the_memory(String source) {
        try (RenderLimit limit = new RenderLimit(Duration.ofMinutes(1))) {
            MessageTemplates templates = new MessageTemplates(limit);
            assertThatThrownBy(() -> templates.replace(Map.of(TemplatePart.EMAIL_TEXT, source)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("email/text.ftl: takes more memory than a message needs"
                            + " (tried with the sample message 'firing, en')");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BODY")
    void the_largest_messages_need_a_fraction_of_that_memory(TemplatePart part) {
        Message many = Samples.message(
                IntStream.range(0, 10_000)
                        .mapToObj(n -> Samples.firing("10.0.0." + n, "critical"))
                        .toList(),
                0);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Template template = TemplateEngine.parse(part, MessageTemplates.builtIn(part));
        for (Message message : List.of(Samples.huge(), many)) {
            TemplateInput input = TemplateInput.of(MessageView.of(message, Samples.ENGLISH));
            for (Detail detail : List.of(new Detail(input.alerts(), 0), new Detail(0, input.alerts()))) {
                long before = threads.getCurrentThreadAllocatedBytes();
                TemplateEngine.run(part, template, input, detail);
                long allocated = threads.getCurrentThreadAllocatedBytes() - before;
                assertThat(allocated).as("bytes").isPositive().isLessThan(RenderThread.MOST_BYTES / 20);
            }
        }
    }

    @Test
    void what_takes_longer_than_the_limit_is_ended() {
        CountDownLatch interrupted = new CountDownLatch(1);
        try (RenderLimit limit = new RenderLimit(Duration.ofMillis(100))) {
            assertThat(fault(limit, () -> {
                        while (!Thread.currentThread().isInterrupted()) {
                            Thread.onSpinWait();
                        }
                        interrupted.countDown();
                        return "";
                    }))
                    .isEqualTo("x.ftl: did not end within 100 ms");
            await().until(() -> interrupted.getCount() == 0);
        }
    }

    @Test
    void what_cannot_be_ended_is_not_run_again_until_it_has_ended() {
        CountDownLatch end = new CountDownLatch(1);
        Callable<String> deaf = () -> {
            while (true) {
                try {
                    end.await();
                    return "";
                } catch (InterruptedException ignored) {
                    // what a search by an expression does, too
                }
            }
        };
        try (RenderLimit limit = new RenderLimit(Duration.ofMillis(100))) {
            await().until(() ->
                    fault(limit, deaf).equals("x.ftl: not run, because earlier messages are still being built"));
            end.countDown();
            await().until(() -> fault(limit, () -> "quick").isEmpty());
        }
    }

    private static String fault(RenderLimit limit, Callable<String> work) {
        try {
            limit.call("x.ftl", work);
            return "";
        } catch (RenderException fault) {
            return fault.getMessage();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${title?left_pad(400000000)}",
                "${title? rightPad(9)}",
                "<#if title?matches('(a+)+b')>x</#if>",
                "${title?replace('(a+)+b', 'x', 'r')}",
                "<#list title?split('(a+)+b', \"ri\") as x>${x}</#list>",
                "${title?keep_before('(a+)+b', 'r')}",
            })
    void what_could_take_any_time_or_memory_does_not_parse(String source) {
        assertThatThrownBy(() -> TemplateEngine.parse(TemplatePart.EMAIL_TEXT, source))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is not available");
        assertThat(run(TemplatePart.EMAIL_TEXT, "${title?replace('r', 'x')}${title?split('r')?size}"))
                .isNotEmpty();
    }
}
