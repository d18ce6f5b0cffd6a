package io.tocsin.channel.email;

import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.RateLimit;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A target reached by email.
 *
 * @param to who receives, 1 to 100 addresses; each gets a mail of its own
 * @param from the sender, such as {@code Tocsin <tocsin@example.com>}
 * @param locale the readers' language: en or zh-CN
 * @param timeZone the zone of the times shown, such as Asia/Shanghai
 * @param rateLimit how many messages it bears, such as 30/m; unset for no limit
 * @param sendResolved whether it also hears of groups in which nothing fires any more
 * @param timeout how long one message may take to all of its recipients together, 1 s to 2 m
 */
record EmailTarget(
        @DefaultValue List<String> to,
        @DefaultValue("") String from,
        @DefaultValue("en") Locale locale,
        @DefaultValue("UTC") ZoneId timeZone,
        @Nullable RateLimit rateLimit,
        @DefaultValue("true") boolean sendResolved,
        @DefaultValue("30s") Duration timeout) {

    private static final int MAX_RECIPIENTS = 100;

    EmailTarget {
        to = to.stream().map(String::trim).distinct().toList();
        require(!to.isEmpty() && to.size() <= MAX_RECIPIENTS, "'to' is to name 1 to 100 addresses");
        require(!from.isBlank(), "'from' is to be the address that the mails come from");
        require(
                timeout.compareTo(Duration.ofSeconds(1)) >= 0 && timeout.compareTo(Duration.ofMinutes(2)) <= 0,
                "'timeout' is to be 1s to 2m");
        to.forEach(EmailTarget::address);
        address(from);
        new MessageStyle(locale, timeZone);
    }

    /** The recipients in the order of configuration. */
    List<InternetAddress> recipients() {
        return to.stream().map(EmailTarget::address).toList();
    }

    InternetAddress sender() {
        return address(from);
    }

    MessageStyle style() {
        return new MessageStyle(locale, timeZone);
    }

    private static InternetAddress address(String text) {
        try {
            InternetAddress[] parsed = InternetAddress.parse(text, true);
            require(parsed.length == 1 && !parsed[0].isGroup(), "'" + text + "' is to be one email address");
            String address = parsed[0].getAddress();
            require(
                    StandardCharsets.US_ASCII.newEncoder().canEncode(address) && address.indexOf('@') > 0,
                    "'" + text + "' is to be an address such as name@example.com, in ASCII");
            return new InternetAddress(address, parsed[0].getPersonal(), StandardCharsets.UTF_8.name());
        } catch (AddressException | java.io.UnsupportedEncodingException e) {
            throw new IllegalArgumentException("'" + text + "' is not an email address: " + e.getMessage(), e);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
