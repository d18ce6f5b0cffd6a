package io.tocsin.intake;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.util.unit.DataSize;

/**
 * How alerts are received and routed.
 *
 * @param routes which alerts go to which targets: the first match wins unless it says continue; the last one, without matchers, is the
 *     default
 * @param dedupWindow how long a notification with the same content counts as the same one; above zero, and shorter than the
 *     repeat_interval of the Alertmanager that sends
 * @param maxPayload the largest webhook body accepted, 1KB to 256MB; larger ones are answered 413
 */
@ConfigurationProperties("tocsin.alert")
public record AlertProperties(
        @DefaultValue List<RouteProperties> routes,
        @DefaultValue("4m") Duration dedupWindow,
        @DefaultValue("4MB") DataSize maxPayload) {

    private static final DataSize LEAST_PAYLOAD = DataSize.ofKilobytes(1);
    private static final DataSize MOST_PAYLOAD = DataSize.ofMegabytes(256);

    public AlertProperties {
        routes = List.copyOf(routes);
        if (dedupWindow.isNegative() || dedupWindow.isZero()) {
            throw new IllegalArgumentException("tocsin.alert.dedup-window must be above zero, such as 4m");
        }
        if (maxPayload.compareTo(LEAST_PAYLOAD) < 0 || maxPayload.compareTo(MOST_PAYLOAD) > 0) {
            throw new IllegalArgumentException("tocsin.alert.max-payload must be 1KB to 256MB, such as 4MB");
        }
    }

    /**
     * One route.
     *
     * @param matchers what an alert's labels must satisfy, all of them, in Alertmanager's syntax, such as
     *     {@code severity="critical"}; none matches every alert
     * @param targets the names of the targets it sends to, at least one
     * @param continues whether the routes after it are tried as well
     */
    @ConfigurationPropertiesSource
    public record RouteProperties(
            @DefaultValue List<String> matchers,
            @DefaultValue List<String> targets,
            @Name("continue") @DefaultValue("false") boolean continues) {

        public RouteProperties {
            matchers = List.copyOf(matchers);
            targets = List.copyOf(targets);
        }
    }
}
