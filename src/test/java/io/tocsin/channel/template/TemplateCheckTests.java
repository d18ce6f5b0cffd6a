package io.tocsin.channel.template;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.tocsin.ConfigurationException;
import io.tocsin.channel.template.model.TemplatePart;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A template of a body that does not tell of every alert it is given is refused; one that does so in its own way is not. */
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

    @ParameterizedTest
    @MethodSource("withoutSomeOfFull")
    void a_body_that_does_not_show_an_alert_of_full_is_refused(TemplatePart part, String source) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> use(part, source))
                .withMessageStartingWith(part.file() + ": it does not show every alert that it is given: Sample")
                .withMessageContaining(" of 'full' is missing; write <#list full as alert> and of each alert at least"
                        + " ${alert.name}, outside of any condition (tried with the sample message '");
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

    @ParameterizedTest
    @MethodSource("withoutSomeOfLines")
    void a_body_that_does_not_show_an_alert_of_lines_is_refused(TemplatePart part, String source) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> use(part, source))
                .withMessageStartingWith(part.file() + ": it does not show every alert that it is given: Sample")
                .withMessageContaining(" of 'lines' is missing; write <#list lines as alert>");
    }

    /** Of few alerts it shows every one, and it has no room for half of many in full. */
    @ParameterizedTest
    @MethodSource("bodies")
    void a_body_that_ends_after_so_many_lines_is_refused(TemplatePart part) {
        String padding = "-".repeat(part.maxBytes() / 100);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> use(
                        part,
                        "<#list full as a>${a.name} " + padding
                                + "\n</#list><#list lines[0..*200] as a>${a.name}\n</#list>" + "${more} ${delivery}"))
                .withMessageContaining(" of 'lines' is missing; ")
                .withMessageEndingWith("(tried with the sample message 'many, en', 0 alerts in full and 300 in lines)");
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

    @ParameterizedTest
    @MethodSource("withoutHowManyMore")
    void a_body_that_does_not_say_how_many_more_there_are_is_refused(TemplatePart part, String source) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> use(part, source))
                .withMessageStartingWith(
                        part.file() + ": it does not say how many more alerts there are; write ${more}")
                .withMessageContaining("(tried with the sample message '");
    }

    @Test
    void the_message_says_how_many_alerts_were_given() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> use(TemplatePart.EMAIL_TEXT, "<#list full as a>${a.name}</#list>${more} ${delivery}"))
                .withMessageEndingWith("(tried with the sample message 'firing, en', 0 alerts in full and 1 in lines)");
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
                .withMessageEndingWith("(tried with the sample message 'firing, en', 0 alerts in full and 1 in lines)");
    }
}
