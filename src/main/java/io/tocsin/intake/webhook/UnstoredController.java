package io.tocsin.intake.webhook;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tocsin.intake.UnstoredWebhooks;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows an operator what was answered without being stored. */
@Tag(name = "intake")
@RestController
class UnstoredController {

    private final UnstoredWebhooks unstored;

    UnstoredController(UnstoredWebhooks unstored) {
        this.unstored = unstored;
    }

    @Operation(
            summary =
                    "Webhooks that were not stored: duplicates, heartbeats and empty ones, counted, and the latest 50 of"
                            + " each, since the start of this replica")
    @GetMapping("/api/v1/notifications/unstored")
    UnstoredWebhooks.Report unstored() {
        return unstored.report();
    }
}
