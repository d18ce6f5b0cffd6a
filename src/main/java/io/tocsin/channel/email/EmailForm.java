package io.tocsin.channel.email;

import io.tocsin.channel.Message;
import io.tocsin.channel.MessageView;
import io.tocsin.channel.PlainText;
import io.tocsin.channel.RenderedMessage;
import io.tocsin.channel.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says, before it is addressed.
 *
 * @param subject one line
 * @param text the plain text
 * @param html the same for mail clients that show HTML; null when there is only the text
 */
record EmailForm(String subject, String text, @Nullable String html) {

    private static final int PLAIN_BYTES = 60_000;

    /** The channel's own form. */
    static EmailForm of(MessageView view) {
        return new EmailForm(subject(view), EmailText.of(view), EmailHtml.of(view));
    }

    /** The form that cannot fail. */
    static EmailForm plain(Message message) {
        String text = PlainText.of(message, PLAIN_BYTES);
        return new EmailForm(Text.line(text.lines().findFirst().orElse("alerts"), 200), text, null);
    }

    /** To be shown to an operator. */
    RenderedMessage shown(@Nullable String problem) {
        RenderedMessage.Part plain = new RenderedMessage.Part("text/plain", text);
        List<RenderedMessage.Part> parts =
                html == null ? List.of(plain) : List.of(plain, new RenderedMessage.Part("text/html", html));
        return new RenderedMessage(subject, parts, problem);
    }

    /**
     * All that changes within a group stands in the brackets, which mail clients leave out when they compare subjects to
     * gather a thread (RFC 5256, section 2.1).
     */
    private static String subject(MessageView view) {
        String severity = Text.cut(view.severity(), 20);
        String tail = " (" + severity + ")";
        int bracket = view.title().indexOf("] ");
        if (severity.isEmpty() || bracket < 0 || !view.title().endsWith(tail)) {
            return view.title();
        }
        String about = view.title().substring(bracket, view.title().length() - tail.length());
        return view.title().substring(0, bracket) + " " + severity.replaceAll("[\\[\\]]", "") + about;
    }
}
