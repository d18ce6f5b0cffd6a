package io.tocsin.intake.routing;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.intake.AlertProperties.RouteProperties;
import java.util.List;
import java.util.stream.Stream;

/** Makes routers for tests. */
public final class AlertRouters {

    private AlertRouters() {}

    /** Routes to these two targets, which take everything. */
    public static AlertRouter of(String one, String other, RouteProperties... routes) {
        List<Target> targets = Stream.of(one, other)
                .map(name -> new Target(name, ChannelType.SLACK, null, true, message -> SendResult.delivered()))
                .toList();
        Targets all = new Targets(List.of(() -> targets));
        return new AlertRouter(new RouteBuilder(all).build(List.of(routes)), all);
    }
}
