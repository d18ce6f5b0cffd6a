package io.tocsin.check.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.netty.channel.ConnectTimeoutException;
import io.tocsin.check.FailureDescriptions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why Redis is down, without its host or our user, which the client's messages contain. */
final class RedisFailures {

    /** The first word of an error reply, as in {@code WRONGPASS invalid username-password pair}. */
    private static final Pattern CODE = Pattern.compile("[A-Z]{2,20}\\b");

    private RedisFailures() {}

    static String of(Throwable failure) {
        String code = code(failure);
        if (!code.isEmpty()) {
            return switch (code) {
                case "WRONGPASS" -> "it refuses the username or password";
                case "NOAUTH" -> "it requires a password and none is configured";
                case "NOPERM" -> "it refuses PING or INFO to the user";
                default -> "it answers " + code;
            };
        }
        boolean late = cause(failure, RedisCommandTimeoutException.class) != null
                || cause(failure, ConnectTimeoutException.class) != null;
        return late ? "it does not answer in time" : FailureDescriptions.of(failure);
    }

    /** The code of the error reply that caused the failure, empty when none did. */
    static String code(Throwable failure) {
        Throwable reply = cause(failure, RedisCommandExecutionException.class);
        if (reply == null) {
            return "";
        }
        Matcher code = CODE.matcher(String.valueOf(reply.getMessage()));
        return code.lookingAt() ? code.group() : "ERR";
    }

    static @Nullable Throwable cause(Throwable failure, Class<? extends Throwable> type) {
        Throwable cause = failure;
        while (cause != null && !type.isInstance(cause)) {
            cause = cause.getCause();
        }
        return cause;
    }
}
