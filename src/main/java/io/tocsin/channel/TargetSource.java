package io.tocsin.channel;

import java.util.List;

/** A channel's contribution of configured targets. */
@FunctionalInterface
public interface TargetSource {

    List<Target> targets();
}
