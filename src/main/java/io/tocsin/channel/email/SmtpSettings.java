package io.tocsin.channel.email;

import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The mail library's properties: the operator's under {@code spring.mail}, and below them safe defaults, as the library's own
 * are plain text when the server offers no STARTTLS, and no time limit at all.
 */
final class SmtpSettings {

    private final Properties properties = new Properties();
    private final String prefix;

    private SmtpSettings(Properties operators, String protocol) {
        properties.putAll(operators);
        prefix = "mail." + protocol + ".";
    }

    /**
     * @param operators the operator's properties, for the session as a whole
     * @param protocol {@code smtp} or {@code smtps}; also the part of the property names after {@code mail.}
     * @param username null or empty for a server without authentication
     * @param timer enforces the limit of writes; without it the library starts a thread for each connection
     */
    static Properties of(
            Properties operators, String protocol, @Nullable String username, ScheduledExecutorService timer) {
        SmtpSettings settings = new SmtpSettings(operators, protocol);
        settings.orElse("connectiontimeout", "5000");
        settings.orElse("timeout", "15000");
        settings.orElse("writetimeout", "15000");
        settings.orElse("executor.writetimeout", timer);
        // Sockets whose waiting ends when the thread is interrupted, as SmtpSender.Limit does.
        settings.orElse("usesocketchannels", "true");
        settings.orElse("quitwait", "false");
        settings.addTls(protocol.equals("smtps"));
        if (username != null && !username.isEmpty()) {
            settings.orElse("auth", "true");
        }
        return settings.properties;
    }

    private void addTls(boolean implicit) {
        if (!implicit && !isTrue("ssl.enable")) {
            orElse("starttls.enable", "true");
            orElse("starttls.required", String.valueOf(isTrue("starttls.enable")));
        }
    }

    private boolean isTrue(String name) {
        return Boolean.parseBoolean(
                properties.getProperty(prefix + name, "false").trim());
    }

    private void orElse(String name, Object value) {
        properties.putIfAbsent(prefix + name, value);
    }
}
