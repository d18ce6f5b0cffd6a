package io.tocsin.delivery.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tocsin.delivery.history.AttemptFailure;
import io.tocsin.delivery.history.Ledger.DeliveryRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One delivery as the API returns it. */
record DeliveryDetail(
        @JsonUnwrapped DeliveryView delivery,

        @Schema(description = "attempts that failed, in order: the first ten and the latest forty")
        List<AttemptDetail> failures) {

    /** An attempt that failed. */
    @Schema(name = "FailedAttempt")
    record AttemptDetail(
            int number, Instant at, String reason, @Nullable String detail) {

        private static AttemptDetail of(AttemptFailure failure) {
            return new AttemptDetail(failure.number(), failure.at(), failure.reason(), failure.detail());
        }
    }

    static DeliveryDetail of(DeliveryRecord found) {
        return new DeliveryDetail(
                DeliveryView.of(found.entry()),
                found.failures().stream().map(AttemptDetail::of).toList());
    }
}
