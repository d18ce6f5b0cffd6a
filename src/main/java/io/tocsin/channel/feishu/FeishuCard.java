package io.tocsin.channel.feishu;

import io.tocsin.alert.Text;
import io.tocsin.channel.Link;
import io.tocsin.channel.render.StatusColor;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bodies for a custom robot: a card (JSON 1.0, which all clients show) with a coloured header, Markdown and buttons that
 * open a URL, or text. A body may have 20,000 bytes with its signature. Source: Feishu open platform, "custom bot usage guide"
 * and "card JSON structure".
 *
 * @param keyword included in every body; empty for none
 */
record FeishuCard(String keyword) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Feishu's limit, without the fields {@code timestamp} and {@code sign}. */
    static final int MAX_BYTES = 20_000 - 100;

    byte[] card(String title, StatusColor tone, String markdown, List<Link> buttons) {
        ObjectNode body = JSON.createObjectNode().put("msg_type", "interactive");
        ObjectNode card = body.putObject("card");
        card.putObject("config").put("wide_screen_mode", true);
        ObjectNode header = card.putObject("header").put("template", colour(tone));
        header.putObject("title").put("tag", "plain_text").put("content", Text.cut(title, 200));
        ArrayNode elements = card.putArray("elements");
        elements.addObject().put("tag", "markdown").put("content", withKeyword(markdown));
        if (!buttons.isEmpty()) {
            ArrayNode actions = elements.addObject().put("tag", "action").putArray("actions");
            buttons.forEach(link -> {
                ObjectNode button = actions.addObject().put("tag", "button");
                button.putObject("text").put("tag", "plain_text").put("content", link.label());
                button.put("type", "default").put("url", link.url());
            });
        }
        return JSON.writeValueAsBytes(body);
    }

    byte[] text(String text) {
        ObjectNode body = JSON.createObjectNode().put("msg_type", "text");
        body.putObject("content").put("text", withKeyword(text));
        return JSON.writeValueAsBytes(body);
    }

    private String withKeyword(String text) {
        return text.contains(keyword) ? text : text + "\n" + keyword;
    }

    private static String colour(StatusColor tone) {
        return switch (tone) {
            case CRITICAL -> "red";
            case WARNING -> "orange";
            case INFO -> "blue";
            case MUTED -> "grey";
            case RESOLVED -> "green";
        };
    }
}
