/** The webhook that Alertmanager and Grafana post to. */
@NullMarked
package io.tocsin.alert.webhook;

import org.jspecify.annotations.NullMarked;
