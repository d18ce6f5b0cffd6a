/** The webhook that Alertmanager and Grafana post to. */
@NullMarked
package io.tocsin.intake.webhook;

import org.jspecify.annotations.NullMarked;
