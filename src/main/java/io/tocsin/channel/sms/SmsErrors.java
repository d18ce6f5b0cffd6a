package io.tocsin.channel.sms;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of the codes. Source: Alibaba Cloud SMS, "API error codes" (isv: the caller's error, isp: the provider's), and
 * the common errors of its gateway, which have no such prefix.
 */
final class SmsErrors {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private static final Set<String> RECIPIENT = Set.of("isv.MOBILE_NUMBER_ILLEGAL", "isv.MOBILE_COUNT_OVER_LIMIT");
    private static final Set<String> MESSAGE = Set.of(
            "isv.INVALID_JSON_PARAM",
            "isv.INVALID_PARAMETERS",
            "isv.TEMPLATE_PARAMS_ILLEGAL",
            "isv.PARAM_NOT_SUPPORT_URL",
            "isv.BLACK_KEY_CONTROL_LIMIT",
            "isv.SMS_CONTENT_ILLEGAL");
    private static final Set<String> CONFIGURATION = Set.of(
            "isv.OUT_OF_SERVICE",
            "isv.AMOUNT_NOT_ENOUGH",
            "isv.PRODUCT_UNSUBSCRIBE",
            "isv.PRODUCT_UN_SUBSCRIPT",
            "isv.ACCOUNT_NOT_EXISTS",
            "isv.ACCOUNT_ABNORMAL",
            "isv.DENY_IP_RANGE",
            "isv.DOMESTIC_NUMBER_NOT_SUPPORTED",
            // Limits of the account, which the operator has set and can raise.
            "isv.DAY_LIMIT_CONTROL",
            "isv.MONTH_LIMIT_CONTROL",
            // The template has a variable that no setting fills.
            "isv.TEMPLATE_MISSING_PARAMETERS");
    private static final Set<String> SERVER =
            Set.of("isp.SYSTEM_ERROR", "isp.GATEWAY_ERROR", "isp.UNKNOWN", "ServiceUnavailable", "InternalError");

    private SmsErrors() {}

    /** The result of a request that was answered with an error. */
    static SendResult read(AcsAnswer answer, @Nullable Duration retryAfter) {
        String code = answer.code();
        if (code.equals("isv.BUSINESS_LIMIT_CONTROL")) {
            return limited(answer.words());
        }
        if (RECIPIENT.contains(code)) {
            return SendResult.rejected(FailureReason.RECIPIENT_REFUSED, answer.words());
        }
        if (MESSAGE.contains(code)) {
            return SendResult.rejected(FailureReason.MESSAGE_REFUSED, answer.words());
        }
        if (code.equals("isv.PARAM_LENGTH_LIMIT")) {
            return SendResult.rejected(FailureReason.MESSAGE_TOO_LARGE, answer.words());
        }
        return SendResult.retryable(retryable(code), retryAfter, answer.words());
    }

    /** The limit of one number: its period is in the text only. A number at its daily limit gets no further message. */
    private static SendResult limited(String words) {
        if (words.contains("天级") || words.contains("day")) {
            return SendResult.rejected(FailureReason.THROTTLED, words);
        }
        boolean hour = words.contains("小时级") || words.contains("hour");
        return SendResult.retryable(FailureReason.THROTTLED, hour ? TEN_MINUTES : A_MINUTE, words);
    }

    private static FailureReason retryable(String code) {
        if (CONFIGURATION.contains(code) || code.startsWith("isv.SMS_SIGN") || code.startsWith("isv.SMS_TEMPLATE")) {
            return FailureReason.CONFIGURATION;
        }
        if (SERVER.contains(code)) {
            return FailureReason.SERVER_ERROR;
        }
        if (code.startsWith("Throttling")) {
            return FailureReason.THROTTLED;
        }
        return isAboutKey(code) ? FailureReason.CREDENTIALS : FailureReason.UNKNOWN_ERROR;
    }

    private static boolean isAboutKey(String code) {
        return code.startsWith("InvalidAccessKeyId")
                || code.startsWith("InvalidTimeStamp")
                || code.startsWith("Forbidden")
                || Set.of(
                                "SignatureDoesNotMatch",
                                "IncompleteSignature",
                                "MissingAccessKeyId",
                                "NoPermission",
                                "isp.RAM_PERMISSION_DENY")
                        .contains(code);
    }
}
