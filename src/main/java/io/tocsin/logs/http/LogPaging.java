package io.tocsin.logs.http;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Documents the parameters of pages. */
@Parameter(
        name = "size",
        in = ParameterIn.QUERY,
        description = "Entries of a page",
        schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "100"))
@Parameter(
        name = "order",
        in = ParameterIn.QUERY,
        description = "desc or asc by time; desc when not given",
        schema = @Schema(type = "string"))
@Parameter(
        name = "cursor",
        in = ParameterIn.QUERY,
        description = "The next of the page before, with the same question",
        schema = @Schema(type = "string"))
@Retention(RetentionPolicy.RUNTIME)
@interface LogPaging {}
