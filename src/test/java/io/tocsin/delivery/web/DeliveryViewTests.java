package io.tocsin.delivery.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.AlertStatus;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.history.DeliveryEntry;
import io.tocsin.delivery.history.DeliveryEntry.HandedOn;
import io.tocsin.delivery.history.NotificationSummary;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the API tells of the way a delivery took. */
class DeliveryViewTests {

    private static final Instant AT = Instant.parse("2026-11-22T09:47:40.689Z");

    @Test
    void each_way_has_a_field_of_its_own() {
        NotificationSummary summary =
                new NotificationSummary(AlertStatus.FIRING, List.of("A"), 0, "critical", 1, 0, 0, "g", "{}", "r");
        DeliveryEntry entry = new DeliveryEntry(
                new DeliveryId("oncall", 5),
                7,
                summary,
                null,
                DeliveryState.SUPERSEDED,
                0,
                AT,
                null,
                AT,
                null,
                null,
                new DeliveryId("oncall", 1),
                new DeliveryId("oncall", 6),
                "alice",
                new DeliveryId("oncall", 4),
                new DeliveryId("ops-slack", 2),
                new HandedOn(new DeliveryId("ops-mail", 3), AT));

        JsonNode json = JsonMapper.builder().build().valueToTree(DeliveryView.of(entry));

        assertThat(json.path("resendOf").asString()).isEqualTo("oncall-1");
        assertThat(json.path("resentAs").asString()).isEqualTo("oncall-6");
        assertThat(json.path("requestedBy").asString()).isEqualTo("alice");
        assertThat(json.path("carriedBy").asString()).isEqualTo("oncall-4");
        assertThat(json.path("fallbackOf").asString()).isEqualTo("ops-slack-2");
        assertThat(json.path("handedOnTo").toString())
                .isEqualTo("{\"id\":\"ops-mail-3\",\"at\":\"2026-11-22T09:47:40.689Z\"}");
    }
}
