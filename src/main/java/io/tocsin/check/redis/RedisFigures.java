package io.tocsin.check.redis;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The result of one check of Redis.
 *
 * @param ping how long the answer to a PING took
 * @param info the answer to INFO
 * @param slowlogLength entries in the slow log; empty when the user lacks permission
 * @param trouble why it is unusable although it answers; empty when it is usable
 */
record RedisFigures(Duration ping, RedisInfo info, OptionalLong slowlogLength, String trouble) {}
