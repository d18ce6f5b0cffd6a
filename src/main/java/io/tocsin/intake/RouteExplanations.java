package io.tocsin.intake;

/** Explains what the routes do with a notification, and sends and stores nothing. */
public interface RouteExplanations {

    /**
     * Explains a body.
     *
     * @param body either {@code {"labels": {...}}}, for one alert, with an optional {@code status} of {@code resolved}; or the
     *     body that Alertmanager or Grafana would post. Either may have {@code at}, the time at which it arrives, in RFC 3339
     * @throws UnreadablePayloadException when the body can never be read as a notification, or {@code at} is no time
     */
    RouteExplanation explain(byte[] body);

    /**
     * Explains what a person wrote.
     *
     * @param text the labels of one alert, such as {@code severity=critical, team=shop}, or a body as for {@link #explain}
     * @throws UnreadablePayloadException when it is neither
     */
    RouteExplanation explainText(String text);
}
