package io.tocsin.channel.email;

import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
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
     */
    static Properties of(
            Properties operators,
            String protocol,
            @Nullable String username,
            WatchedSockets sockets,
            ScheduledExecutorService timer) {
        SmtpSettings settings = new SmtpSettings(operators, protocol);
        settings.addTimeLimits(timer);
        settings.addTls(protocol.equals("smtps"));
        settings.orElse("quitwait", "false");
        if (username != null && !username.isEmpty()) {
            settings.orElse("auth", "true");
        }
        settings.addWatching(sockets);
        return settings.properties;
    }

    private void addTimeLimits(ScheduledExecutorService timer) {
        orElse("connectiontimeout", "5000");
        orElse("timeout", "15000");
        orElse("writetimeout", "15000");
        // Otherwise the library starts a thread for each connection.
        orElse("executor.writetimeout", timer);
    }

    private void addTls(boolean implicit) {
        if (!implicit && !isTrue("ssl.enable")) {
            orElse("starttls.enable", "true");
            orElse("starttls.required", String.valueOf(isTrue("starttls.enable")));
        }
    }

    private void addWatching(WatchedSockets sockets) {
        boolean othersSockets = Stream.of(
                        "socketFactory",
                        "socketFactory.class",
                        "ssl.socketFactory.class",
                        "socks.host",
                        "usesocketchannels")
                .anyMatch(name -> properties.containsKey(prefix + name));
        if (othersSockets) {
            return;
        }
        orElse("socketFactory", sockets);
        // Without this a socket that the deadline closed would be replaced by one without a deadline.
        orElse("socketFactory.fallback", "false");
        if (properties.get(prefix + "ssl.socketFactory") instanceof SSLSocketFactory bundle) {
            properties.put(prefix + "ssl.socketFactory", new WatchedTlsSockets(bundle, sockets));
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
