package io.tocsin.delivery.web;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tocsin.delivery.history.Ledger;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The parameters of a paged list. */
record Paging(
        @Parameter(description = "The next of an earlier page with the same filter")
        @Size(max = 2_000, message = "may have {max} characters") @Nullable String cursor,

        @Parameter(
                description = "The most items of a page. A filter that few fulfil may give a page with less, or none,"
                        + " and a next")
        @Schema(defaultValue = "50")
        @Min(value = 1, message = RANGE) @Max(value = Ledger.MOST_ITEMS, message = RANGE) @Nullable Integer limit) {

    private static final String RANGE = "must be 1 to " + Ledger.MOST_ITEMS;

    int size() {
        return limit == null ? 50 : limit;
    }
}
