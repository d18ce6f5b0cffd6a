package io.tocsin.delivery;

import java.util.List;

/** Who hears of what no route was written for. */
@FunctionalInterface
public interface DefaultReceivers {

    /** The names of the default route's targets, in its order; empty when there is no route. */
    List<String> defaultTargets();
}
