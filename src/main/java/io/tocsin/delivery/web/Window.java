package io.tocsin.delivery.web;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Documents the parameters that limit a list in time. */
@Parameter(
        name = "from",
        in = ParameterIn.QUERY,
        description = "Not before this time",
        schema = @Schema(type = "string", format = "date-time"))
@Parameter(
        name = "to",
        in = ParameterIn.QUERY,
        description = "Before this time",
        schema = @Schema(type = "string", format = "date-time"))
@Retention(RetentionPolicy.RUNTIME)
@interface Window {}
