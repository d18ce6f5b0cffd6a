package io.tocsin.intake.muting;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Alertmanagers that Tocsin queries for silences.
 *
 * @param alertmanagers Alertmanagers that are queried, before "resolved" is sent, whether alerts of the group are silenced,
 *     inhibited or muted and still firing. The sender of the notification first, else in this order, until one answers; when
 *     none does, the message is sent unchanged.
 */
@ConfigurationProperties("tocsin")
public record AlertmanagersProperties(@DefaultValue List<Server> alertmanagers) {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    public AlertmanagersProperties {
        alertmanagers = List.copyOf(alertmanagers);
    }

    /**
     * An Alertmanager.
     *
     * @param url Where it is, such as {@code http://alertmanager:9093}, with the path of its {@code --web.route-prefix}.
     * @param authorization The value of the header Authorization, such as {@code Bearer …}; none unless set.
     * @param timeout How long all queries before one message may take, 100ms to 10s.
     */
    @ConfigurationPropertiesSource
    public record Server(
            String url,
            @Nullable String authorization,
            @DefaultValue("2s") Duration timeout) {

        public Server {
            if (!isHttp(url)) {
                throw new IllegalArgumentException(
                        "tocsin.alertmanagers[].url must be an http or https URL, such as http://alertmanager:9093");
            }
            if (timeout.toMillis() < 100 || timeout.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("tocsin.alertmanagers[].timeout must be 100ms to 10s, such as 2s");
            }
        }

        @SuppressWarnings("NullAway") // Binding passes null for an unset property.
        private static boolean isHttp(String url) {
            try {
                URI uri = URI.create(url == null ? "" : url);
                return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Server[" + URI.create(url).getHost() + "]";
        }
    }
}
