package io.tocsin.channel.template;

import freemarker.core.Environment;
import freemarker.core.HTMLOutputFormat;
import freemarker.core.ParseException;
import freemarker.core.TemplateClassResolver;
import freemarker.core.TemplateConfiguration;
import freemarker.core._CoreAPI;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import io.tocsin.ConfigurationException;
import io.tocsin.channel.render.RenderException;
import io.tocsin.channel.render.RenderThread;
import io.tocsin.channel.template.model.Detail;
import io.tocsin.channel.template.model.TemplateFunctions;
import io.tocsin.channel.template.model.TemplatePart;
import io.tocsin.channel.template.model.ViewWrapper;
import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** FreeMarker, configured so that a template can access nothing but the message, and cannot disable escaping. */
final class TemplateEngine {

    private static final Pattern EMPTY_LINES = Pattern.compile("\n{3,}");
    private static final Pattern CLASS_NAME = Pattern.compile("Exception$");
    /** Padding can use any amount of memory; FreeMarker has no limit for it. */
    private static final Pattern PADDING = Pattern.compile("\\?\\s*((?:left|right)_?[pP]ad)\\b");

    private static final String LITERAL = "(\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.)*+')";
    /** The functions of templates that evaluate regular expressions: always, or with the flag r. */
    private static final Pattern REGEX = Pattern.compile("\\?\\s*(matches)\\s*\\(\\s*" + LITERAL
            + "?|\\?\\s*(replace|split|keep_?\\w+)\\s*\\(\\s*" + LITERAL
            + "[^?()]*,\\s*[\"'][a-z]*r[a-z]*[\"']\\s*\\)");
    /** One open repetition costs at most the square of a bounded text; two, or one of a group, can take forever. */
    private static final Pattern COSTLY = Pattern.compile("\\)[*+{]|[*+{].*[*+{]", Pattern.DOTALL);

    /** A word after the value would not be JSON either. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** How many times as much of each text is tried. */
    private static final int[] ROOMS = {30, 8, 3};

    private static final Configuration CONFIGURATION = configuration();

    private TemplateEngine() {}

    private static Configuration configuration() {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setAPIBuiltinEnabled(false);
        configuration.setTemplateLoader(null);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setWrapUncheckedExceptions(true);
        // Markdown has use for #{ ... }.
        configuration.setInterpolationSyntax(Configuration.DOLLAR_INTERPOLATION_SYNTAX);
        configuration.setNumberFormat("c");
        configuration.setLocale(Locale.ROOT);
        configuration.setTimeZone(TimeZone.getTimeZone("UTC"));
        return configuration;
    }

    /**
     * Reads a template.
     *
     * @throws ConfigurationException when it does not parse, or sets another format
     */
    static Template parse(TemplatePart part, String source) {
        TemplateConfiguration settings = new TemplateConfiguration();
        settings.setParentConfiguration(CONFIGURATION);
        settings.setOutputFormat(part.format());
        settings.setAutoEscapingPolicy(
                part.isMarkup()
                        ? Configuration.FORCE_AUTO_ESCAPING_POLICY
                        : Configuration.ENABLE_IF_SUPPORTED_AUTO_ESCAPING_POLICY);
        refuseUnbounded(part, source);
        try {
            Template template =
                    new Template(part.file(), null, new StringReader(source), CONFIGURATION, settings, null);
            if (template.getOutputFormat() != part.format()) {
                throw changedFormat(part);
            }
            template.setObjectWrapper(new ViewWrapper(part));
            // Loops then notice that their thread is interrupted. FreeMarker has no other setting for it.
            _CoreAPI.addThreadInterruptedChecks(template);
            return template;
        } catch (ParseException wrong) {
            throw TemplateDirectory.refused(
                    place(part, wrong.getLineNumber(), wrong.getColumnNumber()) + wrong.getEditorMessage());
        } catch (IllegalArgumentException escaping) {
            throw changedFormat(part);
        } catch (IOException wrong) {
            throw TemplateDirectory.refused(part.file() + ": cannot be read: " + wrong.getMessage());
        }
    }

    private static void refuseUnbounded(TemplatePart part, String source) {
        Matcher padding = PADDING.matcher(source);
        if (padding.find()) {
            throw unbounded(part, source, padding, "padding takes any amount of memory");
        }
        Matcher regex = REGEX.matcher(source);
        while (regex.find()) {
            String literal = regex.group(2) == null ? regex.group(4) : regex.group(2);
            if (literal == null || COSTLY.matcher(literal).find()) {
                throw unbounded(
                        part,
                        source,
                        regex,
                        "a regular expression must be written out and have at most one of * + {, which must not follow a"
                                + " group, or it could take for ever on some text");
            }
        }
    }

    private static ConfigurationException unbounded(TemplatePart part, String source, Matcher found, String why) {
        long line = source.substring(0, found.start() + 1).lines().count();
        return TemplateDirectory.refused(
                part.file() + ", line " + line + ": " + found.group().strip() + " is not available: " + why);
    }

    private static ConfigurationException changedFormat(TemplatePart part) {
        return TemplateDirectory.refused(
                part.file() + ": must not change its output format, by which texts are escaped");
    }

    /**
     * Runs a template.
     *
     * @return its output; empty when that is too long
     * @throws RenderException when it fails
     */
    static Optional<String> run(TemplatePart part, Template template, TemplateInput input, Detail detail) {
        return run(part, template, input, detail, 1, part.maxBytes());
    }

    /**
     * The same, with more of each text.
     *
     * @param room how many times as much of each text as the minimum, at least 1
     * @param maxBytes the size at which it ends
     */
    static Optional<String> run(
            TemplatePart part, Template template, TemplateInput input, Detail detail, int room, int maxBytes) {
        CappedWriter out = new CappedWriter(maxBytes);
        try {
            Environment environment = template.createProcessingEnvironment(input.at(detail, room), out);
            TemplateFunctions.addTo(environment, room);
            environment.setLocale(input.style().locale());
            environment.setTimeZone(TimeZone.getTimeZone(input.style().timeZone()));
            RenderThread.begin();
            environment.process();
            String text = tidy(part, out.toString());
            checkJson(part, text);
            return Optional.of(text);
        } catch (CappedWriter.TooLong tooLong) {
            return Optional.empty();
        } catch (TemplateException fault) {
            throw fault(part, fault);
        } catch (RuntimeException ended) {
            if (RenderThread.exhausted()) {
                String words = part.file() + ": takes more memory than a message needs";
                throw new RenderException(words, words);
            }
            throw ended;
        } catch (IOException fault) {
            throw new RenderException(
                    part.file() + ": " + fault.getClass().getSimpleName(), part.file() + ": " + fault);
        }
    }

    /**
     * Finds the form with as much detail as fits: all alerts with as much of each text as fits, else fewer of them in full.
     *
     * @param form builds the form at a detail, with so many times as much of each text; empty when it does not fit
     * @return empty when nothing fits
     */
    static <T> Optional<T> most(int alerts, BiFunction<Detail, Integer, Optional<T>> form) {
        Detail all = new Detail(alerts, 0);
        Optional<T> whole = form.apply(all, 1);
        return whole.isPresent()
                ? IntStream.of(ROOMS)
                        .mapToObj(room -> form.apply(all, room))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .or(() -> whole)
                : Detail.most(alerts, detail -> detail.equals(all) ? Optional.empty() : form.apply(detail, 1));
    }

    private static void checkJson(TemplatePart part, String text) {
        if (!part.isJson()) {
            return;
        }
        try {
            JSON.readTree(text);
        } catch (JacksonException wrong) {
            String words = part.file() + ": what it makes is not JSON";
            TokenStreamLocation place = wrong.getLocation();
            String where = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
            throw new RenderException(words + where, words + where + ": " + wrong.getOriginalMessage());
        }
    }

    /** Where a template omits something, empty lines add up. */
    private static String tidy(TemplatePart part, String text) {
        return part.format() == HTMLOutputFormat.INSTANCE
                ? text
                : EMPTY_LINES
                        .matcher(text.replace("\r\n", "\n"))
                        .replaceAll("\n\n")
                        .strip();
    }

    private static RenderException fault(TemplatePart part, TemplateException fault) {
        String place = place(part, number(fault.getLineNumber()), number(fault.getColumnNumber()));
        String kind = CLASS_NAME.matcher(fault.getClass().getSimpleName()).replaceAll("");
        String blamed = fault.getBlamedExpressionString();
        String words = place + kind + (blamed == null ? "" : " at " + blamed);
        return new RenderException(words, place + firstParagraph(fault.getMessageWithoutStackTop()));
    }

    private static int number(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static String place(TemplatePart part, int line, int column) {
        return part.file() + ", line " + line + ", column " + column + ": ";
    }

    /** Without FreeMarker's hints and stack. */
    private static String firstParagraph(String message) {
        return message.split("\n\n|\n----", 2)[0].replace('\n', ' ').strip();
    }
}
