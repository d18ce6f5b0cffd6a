package io.tocsin.channel.slack;

import io.tocsin.channel.http.TimeLimit;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** One attempt to send one message, which may need several calls: it tracks their time and counts those that post. */
final class SlackAttempt {

    static final String POST = "chat.postMessage";
    static final String UPDATE = "chat.update";

    private final SlackApi api;
    private final TimeLimit time;
    private int posts;

    /** Starts now. */
    SlackAttempt(SlackApi api, Duration limit) {
        this.api = api;
        this.time = TimeLimit.of(limit);
    }

    SlackAnswer call(String method, ObjectNode body) {
        posts += method.equals(POST) ? 1 : 0;
        return api.call(method, body, time.left());
    }

    /** Whether no further step should be started. */
    boolean isOver() {
        return time.isOver();
    }

    /** How many messages Slack was asked to post so far; updates have a limit of their own. */
    int posts() {
        return posts;
    }
}
