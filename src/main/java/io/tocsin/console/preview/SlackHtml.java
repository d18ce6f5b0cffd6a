package io.tocsin.console.preview;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Shows a Slack message: its text, its attachments with their coloured bars, their blocks. */
final class SlackHtml {

    private SlackHtml() {}

    static String of(JsonNode message) {
        return Html.element("div.said", SlackText.html(message.path("text").asString("")))
                + blocks(message.path("blocks"))
                + message.path("attachments")
                        .valueStream()
                        .map(SlackHtml::attachment)
                        .collect(Collectors.joining());
    }

    private static String attachment(JsonNode attachment) {
        MessageColor ink = MessageColor.nearest(attachment.path("color").asString(""));
        String text = attachment.path("text").asString("");
        return Html.element(
                "div.bar " + ink.style(),
                (text.isEmpty() ? "" : Html.element("div.said", SlackText.html(text)))
                        + blocks(attachment.path("blocks")));
    }

    private static String blocks(JsonNode blocks) {
        return blocks.valueStream().map(SlackHtml::block).collect(Collectors.joining());
    }

    private static String block(JsonNode block) {
        return switch (block.path("type").asString("")) {
            case "header" -> Html.element("div.head", text(block.path("text")));
            case "divider" -> "<hr>";
            case "context" -> Html.element("div.small", elements(block, " "));
            case "actions" -> Html.element("div.actions", elements(block, ""));
            default -> Html.element("div.said", text(block.path("text")) + fields(block));
        };
    }

    private static String fields(JsonNode block) {
        String fields = block.path("fields")
                .valueStream()
                .map(field -> Html.element("div", text(field)))
                .collect(Collectors.joining());
        return fields.isEmpty() ? "" : Html.element("div.fields", fields);
    }

    private static String elements(JsonNode block, String between) {
        return block.path("elements").valueStream().map(SlackHtml::element).collect(Collectors.joining(between));
    }

    private static String element(JsonNode element) {
        return element.path("type").asString("").equals("button")
                ? Html.link(element.path("url").asString(""), Html.element("span.action", text(element.path("text"))))
                : Html.element("span", text(element));
    }

    private static String text(JsonNode text) {
        String words = text.path("text").asString("");
        return text.path("type").asString("").equals("plain_text")
                ? Html.escape(words).replace("\n", "<br>")
                : SlackText.html(words);
    }
}
