package io.tocsin.delivery.web;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Documents the parameters of a paged list. */
@Parameter(
        name = "cursor",
        in = ParameterIn.QUERY,
        description = "The next of an earlier page with the same filter",
        schema = @Schema(type = "string"))
@Parameter(
        name = "limit",
        in = ParameterIn.QUERY,
        description =
                "The most items of a page. A filter that few fulfil may give a page with less, or none, and a next",
        schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "50"))
@Retention(RetentionPolicy.RUNTIME)
@interface Paging {}
