package io.tocsin.console.view;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateHTMLOutputModel;
import freemarker.template.TemplateModelException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.json.JsonMapper;

/** The helper of page templates: the reader's language, times, sizes, and addresses of assets. One per request. */
public final class Ui {

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final Texts texts;
    private final UnaryOperator<String> assets;
    private final UnaryOperator<String> webjars;
    private final JsonMapper json;
    private final Instant now;
    private final @Nullable CsrfToken csrf;
    private final @Nullable String user;
    private final boolean acts;

    Ui(
            Texts texts,
            UnaryOperator<String> assets,
            UnaryOperator<String> webjars,
            JsonMapper json,
            Instant now,
            @Nullable CsrfToken csrf,
            @Nullable String user,
            boolean acts) {
        this.texts = texts;
        this.assets = assets;
        this.webjars = webjars;
        this.json = json;
        this.now = now;
        this.csrf = csrf;
        this.user = user;
        this.acts = acts;
    }

    /** The language as HTML names it. */
    public String language() {
        return texts.language();
    }

    /** A message; an unknown key is an error of the page. */
    public String text(String key, Object... arguments) {
        return texts.text(key, arguments);
    }

    /** A message with its arguments in a list. */
    public String textOf(String key, List<?> arguments) {
        return texts.text(key, arguments.toArray());
    }

    /** A message if there is one, or the default. */
    public String textOr(String key, String otherwise) {
        return texts.has(key) ? texts.text(key) : otherwise;
    }

    /** Why a check is down: the English reason, translated where there is a translation. */
    public String reason(String english) {
        return texts.reason(english);
    }

    /** A point in time as mark-up, in UTC; the script shows it in the reader's zone. */
    public TemplateHTMLOutputModel time(@Nullable Instant time) throws TemplateModelException {
        String html = time == null
                ? "–"
                : "<time datetime=\"" + time + "\">" + HtmlUtils.htmlEscape(UTC.format(time), "UTF-8") + "</time>";
        return HTMLOutputFormat.INSTANCE.fromMarkup(html);
    }

    /** The distance of a time from now, past or future: without a sign. */
    public String ago(Instant time) {
        return texts.duration(Duration.between(time, now).abs());
    }

    /** Whether a time is in the future. */
    public boolean ahead(@Nullable Instant time) {
        return time != null && time.isAfter(now);
    }

    /** A duration. */
    public String duration(Duration length) {
        return texts.duration(length);
    }

    /** The time of the page. */
    public Instant now() {
        return now;
    }

    /** A number as people write it. */
    public String number(Number number) {
        return texts.number(number);
    }

    /** A percentage. */
    public String percent(Number percent) {
        return texts.number(percent) + " %";
    }

    /** A size, of bytes. */
    public String bytes(Number size) {
        return texts.bytes(size);
    }

    /** An object as JSON, for a data attribute. */
    public String json(Object object) {
        return json.writeValueAsString(object);
    }

    /** The address of an asset of the console. */
    public String asset(String path) {
        return assets.apply(path);
    }

    /** The address of a file of a webjar: {@code htmx.org/dist/htmx.min.js}. */
    public String webjar(String path) {
        return webjars.apply(path);
    }

    /** An external address, if it may be followed; null for anything but http and https. */
    public @Nullable String link(@Nullable String url) {
        try {
            String scheme = url == null ? null : URI.create(url.strip()).getScheme();
            return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme) ? url : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The name of the CSRF field; null when none is needed. */
    public @Nullable String csrfName() {
        return csrf == null ? null : csrf.getParameterName();
    }

    /** The value of that field. */
    public @Nullable String csrfValue() {
        return csrf == null ? null : csrf.getToken();
    }

    /** The signed-in user; null for none. */
    public @Nullable String user() {
        return user;
    }

    /** Whether the reader may send messages, and not only read. */
    public boolean acts() {
        return acts;
    }
}
