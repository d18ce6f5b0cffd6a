package io.tocsin.check.redis;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What one look at Redis found.
 *
 * @param ping how long the answer to a PING took
 * @param info what INFO says
 * @param slowlogLength entries in the slow log; empty when the user may not ask
 * @param trouble why it is of no use although it answers; empty when it is of use
 */
record RedisFigures(Duration ping, RedisInfo info, OptionalLong slowlogLength, String trouble) {}
