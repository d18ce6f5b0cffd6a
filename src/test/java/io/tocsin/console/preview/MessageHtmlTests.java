package io.tocsin.console.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.RenderedMessage;
import io.tocsin.channel.RenderedMessage.Part;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MessageHtmlTests {

    private static final String HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>";

    private static ShownMessage json(ChannelType channel, String body) {
        return MessageHtml.of(channel, RenderedMessage.of("application/json", body, null));
    }

    @Test
    void a_slack_message_is_its_text_and_its_coloured_blocks() {
        ShownMessage shown = json(ChannelType.SLACK, """
                {"text":"*Up*","attachments":[{"color":"#D93025","blocks":[
                 {"type":"header","text":{"type":"plain_text","text":"a *b*"}},
                 {"type":"section","text":{"type":"mrkdwn","text":"*c*"},"fields":[{"type":"mrkdwn","text":"_f_"}]},
                 {"type":"divider"},
                 {"type":"context","elements":[{"type":"mrkdwn","text":"<https://a.example|S>"},
                                               {"type":"plain_text","text":"1\\n2"}]},
                 {"type":"actions","elements":[{"type":"button","url":"https://a.example","text":{"text":"Go"}}]}]}]}""");
        String link = "<a href=\"https://a.example\" target=\"_blank\" rel=\"noreferrer noopener\">";
        assertThat(shown.html())
                .isEqualTo("<div class=\"said\"><b>Up</b></div><div class=\"bar ink-red\">"
                        + "<div class=\"head\">a *b*</div>"
                        + "<div class=\"said\"><b>c</b><div class=\"fields\"><div><i>f</i></div></div></div><hr>"
                        + "<div class=\"small\"><span>" + link + "S</a></span> <span>1<br>2</span></div>"
                        + "<div class=\"actions\">" + link + "<span class=\"action\">Go</span></a></div></div>");
    }

    @Test
    void a_dingtalk_message_is_its_markdown_and_its_title() {
        ShownMessage shown = json(
                ChannelType.DINGTALK,
                "{\"msgtype\":\"markdown\",\"markdown\":{\"title\":\"T\",\"text\":\"#### H\\n\\n**b**\"}}");
        assertThat(shown.headline()).isEqualTo("T");
        assertThat(shown.html()).isEqualTo("<p class=\"head h4\">H</p><p><b>b</b></p>");
        assertThat(json(ChannelType.DINGTALK, "{\"msgtype\":\"text\",\"text\":{\"content\":\"a\\n**b**\"}}")
                        .html())
                .isEqualTo("<div class=\"plain\">a\n**b**</div>");
    }

    @Test
    void a_feishu_card_is_its_header_its_lines_and_its_buttons() {
        ShownMessage shown = json(
                ChannelType.FEISHU,
                "{\"msg_type\":\"interactive\",\"card\":{\"header\":{\"template\":\"red\",\"title\":{\"content\":\"<T>\"}},"
                        + "\"elements\":[{\"tag\":\"markdown\",\"content\":\"**a**\\nb <at id=***></at>\"},"
                        + "{\"tag\":\"action\",\"actions\":[{\"text\":{\"content\":\"Go\"},\"url\":\"https://a.example\"}]}]}}");
        assertThat(shown.headline()).isEqualTo("<T>");
        assertThat(shown.html())
                .startsWith("<p class=\"head h4 ink-red\">&lt;T&gt;</p>"
                        + "<p><b>a</b><br>b <span class=\"mention\">@***</span></p><div class=\"actions\"><a href=")
                .contains("<span class=\"action\">Go</span>");
        assertThat(json(ChannelType.FEISHU, "{\"msg_type\":\"text\",\"content\":{\"text\":\"a\"}}")
                        .html())
                .isEqualTo("<div class=\"plain\">a</div>");
    }

    @Test
    void a_wecom_message_is_its_lines_with_its_three_colours() {
        assertThat(json(
                                ChannelType.WECOM,
                                "{\"msgtype\":\"markdown\",\"markdown\":{\"content\":\"<font color=\\\"warning\\\">a</font>\\n<@***>\"}}")
                        .html())
                .isEqualTo("<p><span class=\"ink-orange\">a</span><br><span class=\"mention\">@***</span></p>");
        assertThat(json(ChannelType.WECOM, "{\"msgtype\":\"text\",\"text\":{\"content\":\"a\"}}")
                        .html())
                .isEqualTo("<div class=\"plain\">a</div>");
    }

    @Test
    void an_sms_is_the_values_for_the_providers_template() {
        assertThat(json(ChannelType.SMS, "{\"OutId\":\"a.1\",\"TemplateParam\":{\"name\":\"HighCPU\",\"count\":\"2\"}}")
                        .html())
                .isEqualTo("<dl><dt>name</dt><dd>HighCPU</dd><dt>count</dt><dd>2</dd></dl>");
    }

    @Test
    void a_mail_keeps_its_document_apart() {
        ShownMessage shown = MessageHtml.of(
                ChannelType.EMAIL,
                new RenderedMessage(
                        "S", List.of(new Part("text/plain", "a < b"), new Part("text/html", "<p>x</p>")), null));
        assertThat(shown.headline()).isEqualTo("S");
        assertThat(shown.html()).isEqualTo("<div class=\"plain\">a &lt; b</div>");
        assertThat(shown.document()).isEqualTo("<p>x</p>");
    }

    @Test
    void json_is_laid_out_and_text_is_as_it_is() {
        assertThat(json(ChannelType.SLACK, "{\"text\":\"a\"}").sent().get(0).body())
                .isEqualToNormalizingNewlines("{\n  \"text\" : \"a\"\n}");
        ShownMessage plain =
                MessageHtml.of(ChannelType.SLACK, RenderedMessage.of("text/plain", "{\"text\":\"a\"}", null));
        assertThat(plain.sent().get(0).body()).isEqualTo("{\"text\":\"a\"}");
        assertThat(json(ChannelType.SLACK, "{").html()).isEqualTo("<div class=\"plain\">{</div>");
    }

    @Test
    void nothing_hostile_becomes_mark_up_wherever_it_stands() {
        String text = HOSTILE.replace("\"", "\\\"");
        for (ShownMessage shown : List.of(
                json(ChannelType.SLACK, """
                        {"text":"%1$s","blocks":[{"type":"%1$s","text":{"type":"plain_text","text":"%1$s"}}],
                        "attachments":[{"color":"%1$s","text":"%1$s","blocks":[
                        {"type":"actions","elements":[{"type":"button","url":"%1$s","text":{"text":"%1$s"}}]}]}]}\
                        """.formatted(text)),
                json(
                        ChannelType.DINGTALK,
                        "{\"markdown\":{\"title\":\"t\",\"text\":\"# %1$s\\n> %1$s\\n- [%1$s](%1$s)\"}}"
                                .formatted(text)),
                json(ChannelType.SMS, "{\"TemplateParam\":{\"%1$s\":\"%1$s\"}}".formatted(text)))) {
            assertThat(shown.html().toLowerCase(Locale.ROOT))
                    .doesNotContain("<script", "<img")
                    .doesNotContainPattern("<[^>]* on\\w+=")
                    .doesNotContain("style=");
        }
    }
}
