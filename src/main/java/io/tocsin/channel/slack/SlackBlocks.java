package io.tocsin.channel.slack;

import io.tocsin.alert.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts a text in mrkdwn to blocks: each paragraph a section, lines that begin with {@code -# } the elements of a context,
 * which Slack shows small. Limits (docs.slack.dev, "Blocks"): 50 blocks, 3,000 characters in a text, 10 elements.
 */
final class SlackBlocks {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern PARAGRAPH = Pattern.compile("\n{2,}");
    private static final Pattern LINK = Pattern.compile("<[^|>]*\\|([^>]*)>");
    private static final String SMALL = "-# ";
    private static final int MAX_BLOCKS = 50;
    private static final int MAX_TEXT = 3_000;
    private static final int MAX_ELEMENTS = 10;

    private final ArrayNode blocks = JSON.createArrayNode();

    private SlackBlocks() {}

    /** The blocks; empty when there are too many, or none. */
    static Optional<ArrayNode> of(String text) {
        SlackBlocks made = new SlackBlocks();
        PARAGRAPH
                .splitAsStream(text)
                .map(paragraph -> paragraph.lines().toList())
                .forEach(made::paragraph);
        int count = made.blocks.size();
        return count == 0 || count > MAX_BLOCKS ? Optional.empty() : Optional.of(made.blocks);
    }

    private void paragraph(List<String> lines) {
        if (lines.stream().allMatch(line -> line.startsWith(SMALL))) {
            context(lines);
        } else {
            sections(lines);
        }
    }

    private void context(List<String> lines) {
        ArrayNode elements = JSON.createArrayNode();
        for (String line : lines) {
            String text = line.substring(SMALL.length()).strip();
            if (text.isEmpty()) {
                continue;
            }
            if (elements.isEmpty() || elements.size() == MAX_ELEMENTS) {
                elements = blocks.addObject().put("type", "context").putArray("elements");
            }
            elements.add(text(text.length() <= MAX_TEXT ? text : shortened(text)));
        }
    }

    /** Without its links, of which half would be useless. */
    private static String shortened(String text) {
        return Text.cut(LINK.matcher(text).replaceAll("$1 …"), MAX_TEXT / 2);
    }

    private void sections(List<String> lines) {
        StringBuilder section = new StringBuilder();
        for (String piece : pieces(lines)) {
            if (section.length() + piece.length() + 1 > MAX_TEXT) {
                section(section.toString());
                section.setLength(0);
            }
            section.append(section.isEmpty() ? "" : "\n").append(piece);
        }
        section(section.toString());
    }

    private static List<String> pieces(List<String> lines) {
        List<String> pieces = new ArrayList<>();
        for (String line : lines) {
            int start = 0;
            while (line.length() - start > MAX_TEXT - 1) {
                boolean half = Character.isHighSurrogate(line.charAt(start + MAX_TEXT - 2));
                int end = start + MAX_TEXT - (half ? 2 : 1);
                pieces.add(line.substring(start, end));
                start = end;
            }
            pieces.add(line.substring(start));
        }
        return pieces;
    }

    private void section(String text) {
        if (!text.isBlank()) {
            blocks.addObject().put("type", "section").set("text", text(text));
        }
    }

    /** Verbatim: text of an alert that resembles a URL or a name is not made a link. */
    private static ObjectNode text(String text) {
        return JSON.createObjectNode().put("type", "mrkdwn").put("text", text).put("verbatim", true);
    }
}
