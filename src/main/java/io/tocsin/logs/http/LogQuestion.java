package io.tocsin.logs.http;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Documents the filter parameters of all log queries. */
@Parameter(
        name = "from",
        in = ParameterIn.QUERY,
        description = "Begin, such as now-15m, 2026-11-22T10:00:00Z, or a time or day in the zone",
        schema = @Schema(type = "string"))
@Parameter(
        name = "to",
        in = ParameterIn.QUERY,
        description = "End, in the same forms; now when not given",
        schema = @Schema(type = "string"))
@Parameter(
        name = "hours",
        in = ParameterIn.QUERY,
        description = "In place of from: how many hours up to the end; 24 when neither is given",
        schema = @Schema(type = "integer"))
@Parameter(
        name = "zone",
        in = ParameterIn.QUERY,
        description = "Of times without an offset, such as Asia/Shanghai; UTC when not given",
        schema = @Schema(type = "string"))
@Parameter(
        name = "level",
        in = ParameterIn.QUERY,
        description = "Exact values, several with commas or repeated",
        schema = @Schema(type = "string"))
@Parameter(
        name = "service",
        in = ParameterIn.QUERY,
        description = "Exact values, several with commas or repeated",
        schema = @Schema(type = "string"))
@Parameter(
        name = "logger",
        in = ParameterIn.QUERY,
        description = "Exact values, several with commas or repeated",
        schema = @Schema(type = "string"))
@Parameter(
        name = "host",
        in = ParameterIn.QUERY,
        description = "Exact values, several with commas or repeated",
        schema = @Schema(type = "string"))
@Parameter(
        name = "trace",
        in = ParameterIn.QUERY,
        description = "Exact values, several with commas or repeated",
        schema = @Schema(type = "string"))
@Parameter(
        name = "q",
        in = ParameterIn.QUERY,
        description = "What a user typed: words, \"phrases\", |, - and parentheses, over message, error and logger",
        schema = @Schema(type = "string"))
@Retention(RetentionPolicy.RUNTIME)
@interface LogQuestion {}
