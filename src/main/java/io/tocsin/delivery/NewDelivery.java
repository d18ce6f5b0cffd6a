package io.tocsin.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message that a notification requires.
 *
 * @param target the name of a configured target
 * @param alertIndexes which of the notification's alerts go there, as indexes in ascending order; null for all of them
 */
public record NewDelivery(String target, @Nullable List<Integer> alertIndexes) {}
