package io.tocsin.channel.template;

import freemarker.template.Template;
import io.tocsin.channel.RenderFault;
import io.tocsin.channel.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The templates in force: the built-in ones, and those that an operator's directory puts in their place. */
@Component
public final class MessageTemplates implements AutoCloseable {

    /** For one part of one message, at all the details that are tried. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final TimeLimit time;
    private final Map<TemplatePart, Template> builtIn;
    private volatile Map<TemplatePart, Template> templates;
    private volatile Map<TemplatePart, String> sources = Map.of();

    @Autowired
    MessageTemplates(TemplateProperties properties) {
        this(LIMIT);
        if (properties.directory() != null) {
            replace(new TemplateDirectory(properties.directory()).read());
        }
    }

    MessageTemplates(Duration limit) {
        time = new TimeLimit(limit);
        builtIn = new EnumMap<>(TemplatePart.class);
        for (TemplatePart part : TemplatePart.values()) {
            builtIn.put(part, TemplateEngine.parse(part, builtIn(part)));
        }
        templates = builtIn;
        warmUp();
    }

    /** The first rendering of a process is slow; better now than when the first alert waits, and has a limit. */
    private void warmUp() {
        TemplateInput input =
                TemplateInput.of(SampleMessages.all().values().iterator().next());
        builtIn.forEach((part, template) -> TemplateEngine.run(part, template, input, new Detail(1, 0)));
    }

    /** Only the built-in ones. */
    public static MessageTemplates builtIn() {
        return new MessageTemplates(LIMIT);
    }

    static String builtIn(TemplatePart part) {
        try (InputStream file = MessageTemplates.class.getResourceAsStream("/templates/" + part.file())) {
            if (file == null) {
                throw new IllegalStateException("the build lacks templates/" + part.file());
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Puts these in place of the built-in ones, or none of them.
     *
     * @throws TemplateMistake when one does not parse, cannot tell a sample message, or loses an alert of one
     */
    void replace(Map<TemplatePart, String> others) {
        Map<TemplatePart, Template> next = new EnumMap<>(builtIn);
        others.forEach((part, source) -> next.put(part, TemplateEngine.parse(part, source)));
        others.keySet().forEach(part -> check(part, next));
        templates = next;
        sources = others;
    }

    private void check(TemplatePart part, Map<TemplatePart, Template> from) {
        Template template = Objects.requireNonNull(from.get(part));
        new TemplateCheck(
                        part,
                        input -> render(from, part, input),
                        (input, detail) -> time.call(
                                part.file(),
                                () -> TemplateEngine.run(part, template, input, detail)
                                        .flatMap(text -> fitting(part, text))))
                .check();
    }

    /** Those in force that are not built in. */
    Map<TemplatePart, String> sources() {
        return sources;
    }

    /**
     * One part of a message, with as much detail as fits its size.
     *
     * @throws RenderFault when the template fails, does not end, or writes too much at any detail
     */
    public String render(TemplatePart part, TemplateInput input) {
        return render(templates, part, input);
    }

    private String render(Map<TemplatePart, Template> from, TemplatePart part, TemplateInput input) {
        return render(from, part, input, text -> fitting(part, text));
    }

    private static Optional<String> fitting(TemplatePart part, String text) {
        return Text.utf8Length(text) <= part.maxBytes() ? Optional.of(text) : Optional.empty();
    }

    /**
     * One part of a message, with as much detail as fits.
     *
     * @param form what becomes of the part's text; empty when it does not fit
     * @throws RenderFault when the template fails, does not end, or writes too much at any detail
     */
    public <T> T render(TemplatePart part, TemplateInput input, Function<String, Optional<T>> form) {
        return render(templates, part, input, form);
    }

    private <T> T render(
            Map<TemplatePart, Template> from,
            TemplatePart part,
            TemplateInput input,
            Function<String, Optional<T>> form) {
        Template template = Objects.requireNonNull(from.get(part));
        return time.call(
                part.file(),
                () -> Detail.most(
                                input.alerts(),
                                detail -> TemplateEngine.run(part, template, input, detail)
                                        .flatMap(form))
                        .orElseThrow(() -> tooLong(part)));
    }

    private static RenderFault tooLong(TemplatePart part) {
        String words = part.file() + ": too long, however few alerts it is given";
        return new RenderFault(words, words + ": at most " + part.maxBytes() + " bytes fit");
    }

    /** Text from outside as a part of Slack's mrkdwn, for what is not made by a template. */
    public static String mrkdwn(String text) {
        return Mrkdwn.escape(text);
    }

    @Override
    public void close() {
        time.close();
    }
}
