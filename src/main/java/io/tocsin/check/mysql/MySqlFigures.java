package io.tocsin.check.mysql;

import java.time.Duration;
import java.util.Map;

/**
 * The result of one check of the database.
 *
 * @param ping how long the answer to a SELECT 1 took
 * @param status global status, by lower-case name
 * @param statusTook how long that query took
 * @param variables global variables, by lower-case name
 * @param variablesTook how long that query took
 */
record MySqlFigures(
        Duration ping,
        Map<String, String> status,
        Duration statusTook,
        Map<String, String> variables,
        Duration variablesTook) {}
