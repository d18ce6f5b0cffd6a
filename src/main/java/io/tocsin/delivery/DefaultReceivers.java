package io.tocsin.delivery;

import java.util.List;

/** The targets of alerts that match no route. */
@FunctionalInterface
public interface DefaultReceivers {

    /** The names of the default route's targets, in its order; empty when there is no route. */
    List<String> defaultTargets();
}
