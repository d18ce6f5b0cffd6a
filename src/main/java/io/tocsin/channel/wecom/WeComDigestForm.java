package io.tocsin.channel.wecom;

import io.tocsin.alert.Text;
import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.http.DigestForm;
import io.tocsin.channel.render.DigestView;
import io.tocsin.channel.render.DigestView.DigestLineView;
import io.tocsin.channel.render.StatusColor;
import io.tocsin.channel.template.model.Markdown;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A digest as Markdown of at most 4,096 bytes, a line for each alert. */
record WeComDigestForm(MessageStyle style, WeComMentions mentions) implements DigestForm {

    /** Title, counts, foot and page. */
    private static final int RESERVE = 1_000;

    private static final int LONGEST_PAGE = 400;

    @Override
    public int room() {
        return WeComRenderer.MAX_BYTES - RESERVE - mentions.longest();
    }

    @Override
    public int size(DigestLine line, Instant at) {
        return Text.utf8Length(line(DigestLineView.of(line, at, style))) + 1;
    }

    @Override
    public byte[] render(Digest digest) {
        DigestView view = DigestView.of(digest, style);
        String colour = view.tone() == StatusColor.RESOLVED ? "info" : "warning";
        String heading = "### <font color=\"" + colour + "\">" + Markdown.inline(view.title()) + "</font>";
        String severities = Markdown.lineStart(Markdown.inline(Text.cutUtf8(view.severities(), 200)));
        return WeComRenderer.markdown(Stream.of(
                        Stream.of(heading, view.origin(), severities),
                        view.lines().stream().map(WeComDigestForm::line),
                        Stream.of(
                                view.truncated(),
                                mentions.of(digest.toMessage()).markdown(),
                                foot(view)))
                .flatMap(lines -> lines)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n")));
    }

    private static String foot(DigestView view) {
        return view.page().isEmpty() || view.page().length() > LONGEST_PAGE
                ? view.foot()
                : "[" + view.foot() + "](" + view.page() + ")";
    }

    private static String line(DigestLineView line) {
        return line.tone().symbol() + " **" + Markdown.inline(line.name()) + "**"
                + line.facts().stream()
                        .map(fact -> " · " + Markdown.inline(fact))
                        .collect(Collectors.joining());
    }
}
