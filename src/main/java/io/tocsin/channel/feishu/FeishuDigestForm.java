package io.tocsin.channel.feishu;

import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.http.DigestForm;
import io.tocsin.channel.render.DigestView;
import io.tocsin.channel.render.DigestView.DigestLineView;
import io.tocsin.channel.template.model.Markdown;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** A digest as one card, a line for each alert. */
final class FeishuDigestForm implements DigestForm {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Title, counts, foot, page, keyword and JSON's own characters. */
    private static final int RESERVE = 2_900;

    private static final int LEAST_ROOM = 4_000;

    private final MessageStyle style;
    private final FeishuMentions mentions;
    private final FeishuCard form;

    FeishuDigestForm(MessageStyle style, FeishuMentions mentions, FeishuCard form) {
        this.style = style;
        this.mentions = mentions;
        this.form = form;
    }

    @Override
    public int room() {
        return Math.max(LEAST_ROOM, FeishuCard.MAX_BYTES - RESERVE - mentions.longest());
    }

    @Override
    public int size(DigestLine line, Instant at) {
        // The quotes represent the line feed, which is two bytes in JSON.
        return JSON.writeValueAsBytes(line(DigestLineView.of(line, at, style))).length;
    }

    @Override
    public byte[] render(Digest digest) {
        DigestView view = DigestView.of(digest, style);
        String text = Stream.of(
                        Stream.of(view.origin(), Markdown.lineStart(Markdown.inline(view.severities()))),
                        view.lines().stream().map(FeishuDigestForm::line),
                        Stream.of(view.truncated(), mentions.inCard(digest.toMessage()), foot(view)))
                .flatMap(lines -> lines)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
        return form.card(view.title(), view.tone(), text, List.of());
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
