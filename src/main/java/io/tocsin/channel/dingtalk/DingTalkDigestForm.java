package io.tocsin.channel.dingtalk;

import io.tocsin.alert.Text;
import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.dingtalk.Mentions.Called;
import io.tocsin.channel.http.DigestForm;
import io.tocsin.channel.render.DigestView;
import io.tocsin.channel.render.DigestView.DigestLineView;
import io.tocsin.channel.template.model.Markdown;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A digest as Markdown of the subset that DingTalk renders, one paragraph for each alert, below 18,000 bytes. */
final class DingTalkDigestForm implements DigestForm {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_BYTES = 18_000;
    /** Heading, counts, foot and JSON's own characters. */
    private static final int RESERVE = 2_500;

    private static final int LEAST_ROOM = 4_000;
    private static final String PARAGRAPH = "\n\n";

    private final MessageStyle style;
    private final Mentions mentions;
    private final int room;

    DingTalkDigestForm(MessageStyle style, Mentions mentions) {
        this.style = style;
        this.mentions = mentions;
        // Everyone who may be mentioned is in the text and once more in "at", with quotes, a comma and an at sign.
        int callsAtMost = mentions.everyone().stream()
                .mapToInt(who -> 2 * who.length() + 6)
                .sum();
        this.room = Math.max(LEAST_ROOM, MAX_BYTES - RESERVE - callsAtMost);
    }

    @Override
    public int room() {
        return room;
    }

    @Override
    public int size(DigestLine line, Instant at) {
        // The quotes represent a part of the separator, which is four bytes in JSON.
        return JSON.writeValueAsBytes(line(DigestLineView.of(line, at, style))).length + 2;
    }

    @Override
    public byte[] render(Digest digest) {
        DigestView view = DigestView.of(digest, style);
        Called called = mentions.of(digest.toMessage());
        String heading =
                "#### <font color=\"" + view.tone().colour() + "\">" + Markdown.inline(view.title()) + "</font>";
        Stream<String> paragraphs = Stream.of(
                        Stream.of(heading, view.origin(), Markdown.lineStart(Markdown.inline(view.severities()))),
                        view.lines().stream().map(DingTalkDigestForm::line),
                        Stream.of(view.truncated(), called.text(style.text("everybody")), foot(view)))
                .flatMap(stream -> stream);
        ObjectNode body = JSON.createObjectNode().put("msgtype", "markdown");
        body.putObject("markdown")
                .put("title", Text.cut(view.title(), 60))
                .put("text", paragraphs.filter(text -> !text.isEmpty()).collect(Collectors.joining(PARAGRAPH)));
        return JSON.writeValueAsBytes(DingTalkRenderer.at(body, called));
    }

    private static String foot(DigestView view) {
        return view.page().isEmpty() ? view.foot() : "[" + view.foot() + "](" + view.page() + ")";
    }

    private static String line(DigestLineView line) {
        return line.tone().symbol() + " **" + Markdown.inline(line.name()) + "**"
                + line.facts().stream()
                        .map(fact -> " · " + Markdown.inline(fact))
                        .collect(Collectors.joining());
    }
}
