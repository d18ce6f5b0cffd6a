package io.tocsin.configuration;

import io.tocsin.audit.AuditLog;
import io.tocsin.audit.Caller;
import io.tocsin.configuration.ReloadAttempt.Trigger;
import org.springframework.stereotype.Component;

/** What operators see of the configuration, and their requests to reload it. */
@Component
public class ConfigurationReloads {

    private final ConfigurationReload reload;
    private final ConfigurationWatch watch;
    private final AuditLog audit;

    ConfigurationReloads(ConfigurationReload reload, ConfigurationWatch watch, AuditLog audit) {
        this.reload = reload;
        this.watch = watch;
        this.audit = audit;
    }

    /** The state now. */
    public ConfigurationView view() {
        ConfigurationReload.State state = reload.state();
        return new ConfigurationView(state.hash(), state.since(), state.last(), watch.name(), watch.others());
    }

    /** Reloads, and returns the outcome. */
    public ReloadAttempt reload(Caller by) {
        ReloadAttempt attempt = reload.reload(Trigger.REQUEST);
        audit.note("reload", "configuration " + reload.state().hash(), attempt.applied() ? "applied" : "refused", by);
        return attempt;
    }
}
