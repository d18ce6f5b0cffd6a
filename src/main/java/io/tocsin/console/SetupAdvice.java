package io.tocsin.console;

import io.tocsin.channel.Targets;
import io.tocsin.channel.config.Fallbacks;
import io.tocsin.check.CheckReport;
import io.tocsin.check.CheckReport.State;
import io.tocsin.intake.WatchdogReports;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Lists what is not configured yet, with the property to set. */
@Component
class SetupAdvice {

    private final Targets targets;
    private final Fallbacks fallbacks;
    private final WatchdogReports watchdog;
    private final Environment environment;

    SetupAdvice(Targets targets, Fallbacks fallbacks, WatchdogReports watchdog, Environment environment) {
        this.targets = targets;
        this.fallbacks = fallbacks;
        this.watchdog = watchdog;
        this.environment = environment;
    }

    /**
     * A missing setting.
     *
     * @param key of the message that says why: {@code overview.todo.} and this
     * @param property what to set
     */
    public record Todo(String key, String property) {}

    /** All missing settings, the most important first. */
    List<Todo> todos(List<CheckReport> checks) {
        List<Todo> todos = new ArrayList<>();
        if (targets.names().isEmpty()) {
            todos.add(new Todo("targets", "tocsin.channel.*, tocsin.alert.routes"));
        } else if (fallbacks.targets().isEmpty()) {
            todos.add(new Todo("fallback", "tocsin.channel.<type>.<target>.fallback.target"));
        }
        if (!watchdog.report().on()) {
            todos.add(new Todo("watchdog", "tocsin.alert.watchdog.silence-after"));
        }
        checks.stream()
                .filter(check -> check.state() == State.OFF)
                .forEach(check -> todos.add(new Todo(check.id(), check.setting())));
        if (!named("spring.elasticsearch.uris")) {
            todos.add(new Todo("elasticsearch", "spring.elasticsearch.uris"));
        }
        generated(todos, "password", "tocsin.security.operator.password");
        generated(todos, "webhookToken", "tocsin.security.webhook-token");
        generated(todos, "eventsToken", "tocsin.security.events-token");
        return todos;
    }

    private void generated(List<Todo> todos, String key, String property) {
        if (environment.getProperty(property, "").isBlank()) {
            todos.add(new Todo(key, property));
        }
    }

    private boolean named(String property) {
        return Binder.get(environment)
                .bind(property, Bindable.listOf(String.class))
                .map(values -> values.stream().anyMatch(value -> !value.isBlank()))
                .orElse(false);
    }
}
