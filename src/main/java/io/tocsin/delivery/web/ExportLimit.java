package io.tocsin.delivery.web;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** How many rows an export has at most. */
record ExportLimit(
        @Parameter(description = "The most rows, the newest ones")
        @Schema(defaultValue = "10000")
        @Min(value = 1, message = RANGE) @Max(value = CsvExport.MOST, message = RANGE) @Nullable Integer limit) {

    private static final String RANGE = "must be 1 to " + CsvExport.MOST;

    int rows() {
        return limit == null ? CsvExport.USUAL : limit;
    }
}
