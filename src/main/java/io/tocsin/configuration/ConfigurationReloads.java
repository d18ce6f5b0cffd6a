package io.tocsin.configuration;

import io.tocsin.audit.AuditLog;
import io.tocsin.audit.Caller;
import io.tocsin.configuration.ConfigurationView.Attempt;
import io.tocsin.configuration.ConfigurationView.Replica;
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
        String hash = state.running().hash();
        return new ConfigurationView(
                hash,
                state.since(),
                state.last() == null ? null : Attempt.of(state.last()),
                watch.name(),
                watch.others().stream().map(other -> Replica.of(other, hash)).toList());
    }

    /** Reloads, and returns the outcome. */
    public Attempt reload(Caller by) {
        Attempt attempt = Attempt.of(reload.reload(Trigger.REQUEST));
        audit.note("reload", "configuration " + view().hash(), attempt.outcome(), by);
        return attempt;
    }
}
