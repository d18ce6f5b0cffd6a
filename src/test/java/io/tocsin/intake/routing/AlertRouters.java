package io.tocsin.intake.routing;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.channel.config.Fallbacks;
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
        return of(new Targets(List.of(() -> targets)), List.of(routes));
    }

    /** Routes between these targets. */
    public static AlertRouter of(Targets targets, List<RouteProperties> routes) {
        return new AlertRouter(new RouteBuilder(targets).build(routes), targets);
    }

    /** Explains what the router decides, with these fallbacks. */
    public static RouteExplainer explainer(AlertRouter router, Fallbacks fallbacks) {
        return new RouteExplainer(router, fallbacks);
    }
}
