package io.tocsin.check.mysql;

import java.time.Duration;
import java.util.Map;

/**
 * What one look at the database found.
 *
 * @param ping how long the answer to a SELECT 1 took
 * @param status global status, by lower-case name
 * @param statusTook how long asking for it took
 * @param variables global variables, by lower-case name
 * @param variablesTook how long asking for them took
 */
record MySqlFigures(
        Duration ping,
        Map<String, String> status,
        Duration statusTook,
        Map<String, String> variables,
        Duration variablesTook) {}
