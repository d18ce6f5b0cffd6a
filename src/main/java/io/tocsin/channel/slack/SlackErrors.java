package io.tocsin.channel.slack;

import static io.tocsin.channel.FailureReason.CONFIGURATION;
import static io.tocsin.channel.FailureReason.CREDENTIALS;
import static io.tocsin.channel.FailureReason.MESSAGE_REFUSED;
import static io.tocsin.channel.FailureReason.MESSAGE_TOO_LARGE;
import static io.tocsin.channel.FailureReason.SERVER_ERROR;
import static io.tocsin.channel.FailureReason.THROTTLED;

import io.tocsin.channel.FailureReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The meaning of the errors of Slack's Web API with {@code "ok":false}. Source: docs.slack.dev, chat.postMessage, chat.update.
 */
final class SlackErrors {

    private static final Map<FailureReason, List<String>> WORDS = Map.of(
            MESSAGE_REFUSED,
            List.of(
                    "no_text",
                    "invalid_blocks",
                    "invalid_blocks_format",
                    "invalid_attachments",
                    "invalid_arguments",
                    "too_many_attachments",
                    "block_mismatch"),
            MESSAGE_TOO_LARGE,
            List.of("msg_too_long", "msg_blocks_too_long", "attachment_payload_limit_exceeded"),
            CREDENTIALS,
            List.of(
                    "not_authed",
                    "invalid_auth",
                    "account_inactive",
                    "token_revoked",
                    "token_expired",
                    "missing_scope",
                    "not_allowed_token_type",
                    "two_factor_setup_required"),
            THROTTLED,
            List.of("ratelimited", "rate_limited"),
            SERVER_ERROR,
            List.of(
                    "internal_error",
                    "fatal_error",
                    "service_unavailable",
                    "request_timeout",
                    "update_failed",
                    "external_channel_migrating",
                    "team_added_to_org",
                    "org_login_required"),
            CONFIGURATION,
            List.of(
                    // the channel
                    "channel_not_found",
                    "not_in_channel",
                    "is_archived",
                    "is_inactive",
                    "restricted_action",
                    "restricted_action_read_only_channel",
                    "restricted_action_thread_only_channel",
                    "restricted_action_non_threadable_channel",
                    "restricted_action_thread_locked",
                    "messages_tab_disabled",
                    // the workspace
                    "message_limit_exceeded",
                    "ekm_access_denied",
                    "enterprise_is_restricted",
                    "team_not_found",
                    "team_access_not_granted",
                    "no_permission",
                    "access_denied",
                    "accesslimited",
                    "deprecated_endpoint",
                    "method_deprecated",
                    // the thread or its first message
                    "thread_not_found",
                    "cannot_reply_to_message",
                    "message_not_found",
                    "cant_update_message",
                    "edit_window_closed",
                    "streaming_state_conflict"));

    private static final Map<String, FailureReason> REASONS = reasons();

    private SlackErrors() {}

    /** The reason; {@link FailureReason#UNKNOWN_ERROR} for a word that is not listed. */
    static FailureReason reason(String word) {
        return REASONS.getOrDefault(word, FailureReason.UNKNOWN_ERROR);
    }

    private static Map<String, FailureReason> reasons() {
        Map<String, FailureReason> reasons = new HashMap<>();
        WORDS.forEach((reason, words) -> words.forEach(word -> reasons.put(word, reason)));
        return Map.copyOf(reasons);
    }
}
