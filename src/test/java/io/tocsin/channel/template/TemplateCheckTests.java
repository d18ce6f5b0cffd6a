package io.tocsin.channel.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.tocsin.ConfigurationException;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.Samples;
import io.tocsin.channel.render.MessageView;
import io.tocsin.channel.template.model.TemplatePart;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A template of a body need not show every alert that it is given: what it leaves out is added. */
class TemplateCheckTests {

    private static final MessageTemplates TEMPLATES = MessageTemplates.builtIn();

    private static void use(TemplatePart part, String source) {
        TEMPLATES.replace(Map.of(part, source));
    }

    private static Stream<TemplatePart> bodies() {
        return TemplatePart.FILES.stream().filter(TemplatePart::isBody);
    }

    private static Stream<Arguments> bodies(String... sources) {
        return bodies().flatMap(part -> Stream.of(sources).map(source -> Arguments.of(part, source)));
    }

    private static Stream<Arguments> withoutSomeOfFull() {
        return bodies(
                "${title} ${counts} ${more} ${delivery}",
                "<#list lines as a>${a.name} </#list>${more} ${delivery}",
                "<#if full?has_content>${full[0].name}</#if><#list lines as a>${a.name} </#list>${more} ${delivery}",
                "<#list full[0..*2] + lines as a>${a.name} </#list>${more} ${delivery}",
                "<#list full + lines as a><#if a.status == 'firing'>${a.name} </#if></#list>${more} ${delivery}",
                "<#list full + lines as a><#if a.severity == 'critical'>${a.name} </#if></#list>${more} ${delivery}",
                "<#list full + lines as a><#if a.severity?has_content>${a.name} </#if></#list>${more} ${delivery}",
                "<#list full + lines as a><#if a.hasSummary>${a.name} </#if></#list>${more} ${delivery}",
                "<#list full + lines as a>${cut(a.description, 300)} </#list>${more} ${delivery}",
                "<#if status == 'firing'><#list full + lines as a>${a.name} </#list></#if>${more} ${delivery}",
                "<#if !page?has_content><#list full + lines as a>${a.name} </#list></#if>${more} ${delivery}",
                "<#if count lt 100><#list full + lines as a>${a.name} </#list></#if>${more} ${delivery}");
    }

    private static Stream<Arguments> withoutSomeOfLines() {
        return bodies(
                "<#list full as a>${a.name} </#list>${more} ${delivery}",
                "<#list full as a>${a.name} </#list>${lines?size} ${more} ${delivery}",
                "<#list full as a>${a.name} <#else><#list lines as a>${a.name} </#list></#list>${more} ${delivery}",
                "<#list full as a>${a.name} </#list><#if full?size lt 3><#list lines as a>${a.name} </#list></#if>${more} ${delivery}",
                "<#list full as a>${a.name} </#list><#list lines[0..*3] as a>${a.name} </#list>${more} ${delivery}",
                "<#list full as a>${a.name} </#list><#list lines as a>${a.symbol} ${a.severity} </#list>${more} ${delivery}");
    }

    private static Stream<Arguments> withoutHowManyMore() {
        return bodies(
                "<#list full + lines as a>${a.name} </#list>${counts} ${delivery}",
                "<#list full + lines as a>${a.name} </#list><#if omitted gt 0>and more</#if> ${delivery}",
                "<#list full + lines as a>${a.name} </#list><#if lines?has_content>${more}</#if> ${delivery}",
                "<#list full + lines as a>${a.name} </#list><#if full?has_content>${more}</#if> ${delivery}",
                "<#list full + lines as a>${a.name} </#list><#if full?size * lines?size == 0>${more}</#if> ${delivery}",
                "<#list full + lines as a>${a.name} </#list><#if !page?has_content>${more}</#if> ${delivery}",
                "<#list full + lines as a>${a.name} </#list><#if omitted lt 100>${more}</#if> ${delivery}",
                "<#list full + lines as a>${a.name} </#list>0${omitted}0 ${delivery}");
    }

    private static List<Alert> alerts(int number) {
        return IntStream.range(0, number)
                .mapToObj(n -> n % 3 == 2
                        ? Samples.resolved("host-" + n + "-z", "warning")
                        : Samples.firing("host-" + n + "-z", n % 3 == 1 ? "warning" : "critical"))
                .toList();
    }

    private static String sent(TemplatePart part, List<Alert> alerts) {
        return TEMPLATES.render(part, TemplateInput.of(MessageView.of(Samples.message(alerts, 0), Samples.ENGLISH)));
    }

    @ParameterizedTest
    @MethodSource({"withoutSomeOfFull", "withoutSomeOfLines", "withoutHowManyMore"})
    void what_a_body_leaves_out_is_added_to_it(TemplatePart part, String source) {
        use(part, source);
        assertThat(sent(part, alerts(1))).contains("HighCPU", "oncall-42");
        assertThat(sent(part, alerts(5)))
                .contains("host-0-z", "host-1-z", "host-2-z", "host-3-z", "host-4-z", "oncall-42");

        String ofMany = sent(part, alerts(3_000));
        long shown = IntStream.range(0, 3_000)
                .filter(n -> ofMany.contains("host-" + n + "-z"))
                .count();
        assertThat(shown).isBetween(10L, 2_999L);
        String omitted = "%d|%<,d".formatted(3_000 - shown);
        assertThat(ofMany).contains("oncall-42").containsPattern("(?<![0-9,])(?:" + omitted + ")(?![0-9,])");
    }

    @Test
    void what_is_added_names_status_severity_and_instance_and_is_escaped() {
        Alert other = Samples.alert(
                AlertStatus.FIRING,
                Map.of("alertname", "<!here> *x*", "severity", "info", "instance", "a1"),
                Map.of("summary", "see <#general>"));
        use(TemplatePart.SLACK_MESSAGE, "${counts}.");
        assertThat(sent(TemplatePart.SLACK_MESSAGE, List.of(other)))
                .contains("\n\n[FIRING] &lt;!here&gt; ＊x＊ · info · a1 · see &lt;#general&gt;  \n")
                .endsWith("oncall-42");
        use(TemplatePart.EMAIL_HTML, "<html><body><p>${counts}.</p></BODY></html>");
        assertThat(sent(TemplatePart.EMAIL_HTML, List.of(other)))
                .contains("<p>[FIRING] &lt;!here&gt; *x* · info · a1 · see &lt;#general&gt;<br>")
                .endsWith("oncall-42</p>\n</BODY></html>");
    }

    @Test
    void alerts_that_differ_in_a_label_only_are_told_apart() {
        List<Alert> pods = Stream.of("web-1", "web-2")
                .map(pod -> Samples.alert(
                        AlertStatus.FIRING, Map.of("alertname", "Crash", "severity", "critical", "pod", pod), Map.of()))
                .toList();
        use(TemplatePart.EMAIL_TEXT, "<#list full + lines as a>${a.name} </#list>${more} ${delivery}");
        assertThat(sent(TemplatePart.EMAIL_TEXT, pods)).contains("pod=web-1", "pod=web-2");
        use(TemplatePart.EMAIL_TEXT, "<#list full + lines as a>${a.name} ${a.labelText} </#list>${more} ${delivery}");
        assertThat(sent(TemplatePart.EMAIL_TEXT, pods)).doesNotContain("[FIRING]");
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void nothing_is_added_to_a_body_that_shows_every_alert(TemplatePart part) {
        use(
                part,
                "<#list full + lines as a>${a.name?upper_case} ${cut(a.instance, 60)}\n\n</#list>${more} ${delivery}");
        assertThat(sent(part, alerts(5))).doesNotContain("[FIRING]", "[RESOLVED]");
    }

    private static Stream<Arguments> complete() {
        return bodies(
                "<#list full + lines as a>${a.name} </#list>${more} ${delivery}",
                "<#list full + lines as a>${a.summary}\n</#list>${more} ${delivery}",
                "<#list full + lines as a>${cut(a.summary, 40)}\n</#list>${more} ${delivery}",
                "<#list full + lines as a>${a.instance} </#list>${more} ${delivery}",
                "<#list full + lines as a>${a.instance?keep_before(':')?upper_case} </#list>${more} ${delivery}",
                "<#list full + lines as a>${a.allLabels.pod!'none'} </#list>${more} ${delivery}",
                "<#list full + lines as a><#if a.description?has_content>${cut(a.description, 300)}<#else>${a.summary}</#if>\n</#list>"
                        + "${more} ${delivery}",
                "<#list full + lines as a><#if a.hasSummary>${a.summary}<#else>${a.name}</#if>\n</#list>${more} ${delivery}",
                "<#list full as a>*${a.name}* (${a.severity})\n</#list>${lines?map(a -> a.name)?join(', ')}\n${more} ${delivery}",
                "<#list full as a>${a.name}\n<#else>${counts}</#list><#list lines>-- \n<#items as a>${a.name}\n</#items></#list>"
                        + "<#if more?has_content>${more} · </#if>${delivery}",
                "${delivery}\n<#list (full + lines)?filter(a -> a.status == 'firing')>firing: <#items as a>${a.name} </#items></#list>"
                        + "<#list (full + lines)?filter(a -> a.status != 'firing')>over: <#items as a>${a.name} </#items></#list>"
                        + "<#if omitted gt 0>+${omitted}</#if>",
                "<#list full + lines as a>${a.name} </#list><#if omitted gt 0>另有${omitted}条</#if> ${deliveryId}",
                "<#if full?size == 1 && lines?size + omitted == 0>${title}<#else><#list full + lines as a>${a.name}\n</#list></#if>"
                        + "${more} ${delivery}");
    }

    @ParameterizedTest
    @MethodSource("complete")
    void a_body_that_tells_every_alert_in_its_own_way_is_used(TemplatePart part, String source) {
        assertThatNoException().isThrownBy(() -> use(part, source));
    }

    @ParameterizedTest
    @EnumSource(
            value = TemplatePart.class,
            names = {"EMAIL_SUBJECT", "SLACK_TITLE", "DINGTALK_TITLE", "FEISHU_TITLE"})
    void a_title_need_not_tell_every_alert(TemplatePart part) {
        assertThatNoException().isThrownBy(() -> use(part, "${about}<#if count gt 0> ${full[0].instance}</#if>"));
    }

    /** Detail in full that leaves no room for many alerts is no fault. */
    @ParameterizedTest
    @MethodSource("bodies")
    void a_long_template_is_used(TemplatePart part) {
        String padding = "-".repeat(part.maxBytes() / 3);
        assertThatNoException()
                .isThrownBy(() -> use(
                        part,
                        "<#list full as a>${a.name} " + padding + "\n</#list><#list lines as a>${a.name}\n</#list>"
                                + "${more} ${delivery}"));
    }

    /** It would only come out when an alert is too long to be told in full. */
    @Test
    void what_fails_when_no_alert_is_in_full_is_refused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () -> use(
                                TemplatePart.SLACK_MESSAGE,
                                "<#if count gt 0>${full[0].name}</#if><#list full + lines as a>${a.name} </#list>${more} ${delivery}"))
                .withMessageStartingWith("slack/message.ftl, line 1, column 19: ")
                .withMessageEndingWith("(tried with the sample message 'firing, en')");
    }
}
