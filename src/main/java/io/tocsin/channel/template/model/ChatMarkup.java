package io.tocsin.channel.template.model;

import freemarker.core.CommonMarkupOutputFormat;
import freemarker.core.CommonTemplateMarkupOutputModel;
import java.io.IOException;
import java.io.Writer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** The mark-up of a chat, or a string of JSON, in which inserted text is escaped. */
final class ChatMarkup extends CommonMarkupOutputFormat<ChatMarkup.Output> {

    static final ChatMarkup MRKDWN = new ChatMarkup("mrkdwn", Mrkdwn::escape, Mrkdwn::entities);
    static final ChatMarkup MRKDWN_TITLE = new ChatMarkup("mrkdwn", Mrkdwn::escapeUnlinked, Mrkdwn::entities);
    static final ChatMarkup MARKDOWN = new ChatMarkup("markdown", Markdown::escape, UnaryOperator.identity());

    static final ChatMarkup JSON = new ChatMarkup("JSON", ChatMarkup::json, ChatMarkup::json);

    private final String name;
    private final UnaryOperator<String> escape;
    private final UnaryOperator<String> verbatim;

    private ChatMarkup(String name, UnaryOperator<String> escape, UnaryOperator<String> verbatim) {
        this.name = name;
        this.escape = escape;
        this.verbatim = verbatim;
    }

    /** The text within the quotes of a JSON string. */
    private static String json(String text) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsCharArray(text));
    }

    /** Text that needs no escaping except what the mark-up requires of any text. */
    Output verbatim(String text) {
        return new Output(this, null, verbatim.apply(text));
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getMimeType() {
        return "text/plain";
    }

    @Override
    public void output(String text, Writer out) throws IOException {
        out.write(escape.apply(text));
    }

    @Override
    public String escapePlainText(String text) {
        return escape.apply(text);
    }

    @Override
    public boolean isLegacyBuiltInBypassed(String builtIn) {
        return false;
    }

    @Override
    protected Output newTemplateMarkupOutputModel(@Nullable String text, @Nullable String markup) {
        return new Output(this, text, markup);
    }

    /** A piece of mark-up. */
    static final class Output extends CommonTemplateMarkupOutputModel<Output> {

        private final ChatMarkup format;

        private Output(ChatMarkup format, @Nullable String text, @Nullable String markup) {
            super(text, markup);
            this.format = format;
        }

        @Override
        public ChatMarkup getOutputFormat() {
            return format;
        }
    }
}
