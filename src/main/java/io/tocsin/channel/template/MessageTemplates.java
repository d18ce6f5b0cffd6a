package io.tocsin.channel.template;

import freemarker.template.Template;
import io.tocsin.ConfigurationException;
import io.tocsin.KeptOnReload;
import io.tocsin.alert.Text;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.render.RenderException;
import io.tocsin.channel.render.RenderLimit;
import io.tocsin.channel.template.model.Detail;
import io.tocsin.channel.template.model.Mrkdwn;
import io.tocsin.channel.template.model.TemplatePart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The active templates: the built-in ones, and those of an operator's directory that replace them. */
@KeptOnReload
@Component
public final class MessageTemplates {

    private final RenderLimit time;

    private final Map<TemplatePart, Template> builtIn;
    private volatile Map<TemplatePart, Template> templates;
    private volatile Map<TemplatePart, String> sources = Map.of();

    @Autowired
    MessageTemplates(TemplateProperties properties, RenderLimit time) {
        this(time);
        if (properties.directory() != null) {
            replace(new TemplateDirectory(properties.directory()).read());
        }
    }

    MessageTemplates(RenderLimit time) {
        this.time = time;
        builtIn = new EnumMap<>(TemplatePart.class);
        for (TemplatePart part : TemplatePart.FILES) {
            builtIn.put(part, TemplateEngine.parse(part, builtIn(part)));
        }
        templates = builtIn;
        warmUp();
    }

    /** The first rendering of a process is slow; better now than when the first alert is pending, and has a limit. */
    private void warmUp() {
        TemplateInput input =
                TemplateInput.of(SampleMessages.all().values().iterator().next());
        builtIn.forEach((part, template) -> TemplateEngine.run(part, template, input, new Detail(1, 0)));
    }

    /** Only the built-in ones, outside the service: with a minute for each message, which a busy machine keeps as well. */
    public static MessageTemplates builtIn() {
        return new MessageTemplates(new RenderLimit(Duration.ofMinutes(1)));
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
     * Replaces the built-in ones by these, or none of them.
     *
     * @throws ConfigurationException when one does not parse, or cannot render a sample message
     */
    public void replace(Map<TemplatePart, String> others) {
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
                        input -> time.call(part.file(), () -> render(from, part, input)),
                        (input, detail) -> time.call(
                                part.file(),
                                () -> run(part, template, input, detail, 1).flatMap(text -> fitting(part, text))))
                .check();
    }

    /** The active ones that are not built in. */
    Map<TemplatePart, String> sources() {
        return sources;
    }

    /**
     * Builds a whole message within the time limit.
     *
     * @param work creates the message's views, which may be of thousands of alerts, and renders all its parts
     * @throws RenderException when it takes longer, or ends in an error
     */
    public <T> T build(ChannelType channel, Callable<T> work) {
        return time.call(channel.label(), work);
    }

    /**
     * One part of a message, with as much detail as fits its size; without a time limit of its own.
     *
     * @throws RenderException when the template fails, or writes too much at any detail
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
     * One part of a message, with as much detail as fits; without a time limit of its own.
     *
     * @param form the use of the part's text; empty when it does not fit
     * @throws RenderException when the template fails, or writes too much at any detail
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
        return TemplateEngine.most(
                        input.alerts(),
                        (detail, room) ->
                                run(part, template, input, detail, room).flatMap(form))
                .orElseThrow(() -> tooLong(part));
    }

    /** One run; what an operator's template leaves out of a body is added. */
    private Optional<String> run(TemplatePart part, Template template, TemplateInput input, Detail detail, int room) {
        Optional<String> text = TemplateEngine.run(part, template, input, detail, room, part.maxBytes());
        return part.isBody() && template != builtIn.get(part)
                ? text.map(
                        body -> LeftOut.of(part, body, input.at(detail, room)).addedTo(part, body))
                : text;
    }

    private static RenderException tooLong(TemplatePart part) {
        String words = part.file() + ": too long, however few alerts it is given";
        return new RenderException(words, words + ": at most " + part.maxBytes() + " bytes fit");
    }

    /** External text in the top-level text of a Slack message, where no template is used. */
    public static String mrkdwn(String text) {
        return Mrkdwn.escapeUnlinked(text);
    }
}
