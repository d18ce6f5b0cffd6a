package io.tocsin.channel.template.model;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.OutputFormat;
import freemarker.core.PlainTextOutputFormat;
import freemarker.template.SimpleScalar;
import freemarker.template.TemplateModel;
import java.util.List;
import java.util.stream.Stream;

/** The parts of messages that are rendered by templates; each is one file. */
public enum TemplatePart {
    EMAIL_SUBJECT("email/subject.ftl", Markup.PLAIN, 1_000, false),
    EMAIL_TEXT("email/text.ftl", Markup.PLAIN, 60_000, true),
    /** Gmail cuts a mail off at 102 kB. */
    EMAIL_HTML("email/html.ftl", Markup.HTML, 95_000, true),
    SLACK_TITLE("slack/title.ftl", Markup.MRKDWN_TITLE, 3_000, false),
    SLACK_MESSAGE("slack/message.ftl", Markup.MRKDWN, 12_000, true),
    DINGTALK_TITLE("dingtalk/title.ftl", Markup.PLAIN, 1_000, false),
    DINGTALK_MESSAGE("dingtalk/message.ftl", Markup.MARKDOWN, 18_000, true),
    FEISHU_TITLE("feishu/title.ftl", Markup.PLAIN, 1_000, false),
    FEISHU_MESSAGE("feishu/message.ftl", Markup.MARKDOWN, 19_000, true),
    WECOM_MESSAGE("wecom/message.ftl", Markup.MARKDOWN, 4_096, true),
    /** A target's own; it is part of its configuration, without a file. */
    BODY("body", Markup.JSON, 1_048_576, true);

    /** Those that are files, built in or in the operator's directory. */
    public static final List<TemplatePart> FILES =
            Stream.of(values()).filter(part -> part != BODY).toList();

    private enum Markup {
        PLAIN,
        HTML,
        MRKDWN,
        MRKDWN_TITLE,
        MARKDOWN,
        JSON
    }

    private final String file;
    private final Markup markup;
    private final int maxBytes;
    private final boolean body;

    TemplatePart(String file, Markup markup, int maxBytes, boolean body) {
        this.file = file;
        this.markup = markup;
        this.maxBytes = maxBytes;
        this.body = body;
    }

    /** Its path below the templates' directory. */
    public String file() {
        return file;
    }

    /** The maximum size in bytes of UTF-8. */
    public int maxBytes() {
        return maxBytes;
    }

    /** How inserted texts are escaped. */
    public OutputFormat format() {
        return switch (markup) {
            case PLAIN -> PlainTextOutputFormat.INSTANCE;
            case HTML -> HTMLOutputFormat.INSTANCE;
            case MRKDWN -> ChatMarkup.MRKDWN;
            case MRKDWN_TITLE -> ChatMarkup.MRKDWN_TITLE;
            case MARKDOWN -> ChatMarkup.MARKDOWN;
            case JSON -> ChatMarkup.JSON;
        };
    }

    /** Whether its output is JSON. */
    public boolean isJson() {
        return markup == Markup.JSON;
    }

    /** Whether a part of it could be mistaken for mark-up. */
    public boolean isMarkup() {
        return markup != Markup.PLAIN;
    }

    /** Whether it is a message's body, which shows every alert and the delivery's id; a title need not. */
    public boolean isBody() {
        return body;
    }

    /** The text as a template inserts it. */
    public String escape(String text) {
        if (format() instanceof ChatMarkup chat) {
            return chat.escapePlainText(text);
        }
        return markup == Markup.HTML ? HTMLOutputFormat.INSTANCE.escapePlainText(text) : text;
    }

    /** Text that needs no escaping. */
    TemplateModel verbatim(String text) {
        return format() instanceof ChatMarkup chat ? chat.verbatim(text) : new SimpleScalar(text);
    }
}
