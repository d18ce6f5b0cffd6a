package io.tocsin.channel.config;

import io.tocsin.channel.Link;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the link to a new silence in Alertmanager is filled in with.
 *
 * @param withoutLabels Names of labels that are left out, because they change with each pod or container, so that a silence
 *     with them would end with it; the others are filled in. Unless set: {@code instance}, {@code pod} and what else names a
 *     single pod or container. They are filled in all the same for an alert that no other label distinguishes.
 */
@ConfigurationProperties("tocsin.alert.silence-link")
record SilenceLinkProperties(@Nullable List<String> withoutLabels) {

    @Override
    public List<String> withoutLabels() {
        return withoutLabels == null ? Link.LEFT_OUT_OF_SILENCES : withoutLabels;
    }
}
