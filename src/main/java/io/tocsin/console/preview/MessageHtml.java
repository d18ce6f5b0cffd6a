package io.tocsin.console.preview;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.RenderedMessage;
import io.tocsin.channel.RenderedMessage.Part;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows the message for a target. */
public final class MessageHtml {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private MessageHtml() {}

    /** The message as a reader of the channel would see it; one of another form is shown as plain text. */
    public static ShownMessage of(ChannelType channel, RenderedMessage message) {
        String first = message.parts().get(0).body();
        JsonNode json = json(message.parts().get(0));
        List<Part> sent = message.parts().stream().map(MessageHtml::laidOut).toList();
        if (json == null) {
            return new ShownMessage(message.subject(), plain(first), document(message), sent);
        }
        return switch (channel) {
            case SLACK -> new ShownMessage("", SlackHtml.of(json), null, sent);
            case DINGTALK -> new ShownMessage(json.at("/markdown/title").asString(""), dingTalk(json), null, sent);
            case FEISHU ->
                new ShownMessage(json.at("/card/header/title/content").asString(""), feishu(json), null, sent);
            case WECOM -> new ShownMessage("", weCom(json), null, sent);
            case WEBHOOK -> new ShownMessage("", plain(json.toPrettyString()), null, sent);
            case SMS -> new ShownMessage("", sms(json), null, sent);
            case EMAIL -> new ShownMessage(message.subject(), plain(first), null, sent);
        };
    }

    private static String dingTalk(JsonNode json) {
        String markdown = json.at("/markdown/text").asString("");
        return markdown.isEmpty() ? plain(json.at("/text/content").asString("")) : DingTalkText.html(markdown);
    }

    /** The header, the Markdown, in which each line feed is a line break, and the buttons. */
    private static String feishu(JsonNode json) {
        JsonNode card = json.path("card");
        String header = Html.escape(card.at("/header/title/content").asString(""));
        String ink = "ink-" + card.at("/header/template").asString("grey").replaceAll("[^a-z]", "");
        return card.isMissingNode()
                ? plain(json.at("/content/text").asString(""))
                : Html.element("p.head h4 " + ink, header)
                        + card.path("elements")
                                .valueStream()
                                .map(MessageHtml::feishuElement)
                                .collect(Collectors.joining());
    }

    private static String weCom(JsonNode json) {
        String markdown = json.at("/markdown/content").asString("");
        return markdown.isEmpty() ? plain(json.at("/text/content").asString("")) : lines(markdown);
    }

    /** Markdown in which each line feed is a line break. */
    private static String lines(String markdown) {
        return DingTalkText.html(markdown.replace("\n", "  \n"));
    }

    private static String feishuElement(JsonNode element) {
        String buttons = element.path("actions")
                .valueStream()
                .map(button -> Html.link(
                        button.path("url").asString(""),
                        Html.element(
                                "span.action",
                                Html.escape(button.at("/text/content").asString("")))))
                .collect(Collectors.joining(" "));
        return lines(element.path("content").asString(""))
                + (buttons.isEmpty() ? "" : Html.element("div.actions", buttons));
    }

    /** The provider's template, which only the provider knows, inserts these values. */
    private static String sms(JsonNode json) {
        return json.path("TemplateParam").properties().stream()
                .map(value -> Html.element("dt", Html.escape(value.getKey()))
                        + Html.element("dd", Html.escape(value.getValue().asString(""))))
                .collect(Collectors.joining("", "<dl>", "</dl>"));
    }

    private static String plain(String text) {
        return Html.element("div.plain", Html.escape(text));
    }

    private static @Nullable String document(RenderedMessage message) {
        return message.parts().stream()
                .filter(part -> part.contentType().equals("text/html"))
                .map(Part::body)
                .findFirst()
                .orElse(null);
    }

    private static Part laidOut(Part part) {
        JsonNode json = json(part);
        return json == null ? part : new Part(part.contentType(), json.toPrettyString());
    }

    private static @Nullable JsonNode json(Part part) {
        if (!part.contentType().equals("application/json")) {
            return null;
        }
        try {
            return JSON.readTree(part.body());
        } catch (JacksonException notJson) {
            return null;
        }
    }
}
