package io.tocsin.channel.email;

import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.TargetDetails;
import io.tocsin.channel.config.People;
import io.tocsin.channel.config.TargetSettings;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The recipients of a target, and how it sends.
 *
 * @param recipients in the order of configuration
 * @param sender the sender of the mails
 * @param style the readers' language and zone
 * @param timeout the limit for sending one message to all recipients together
 */
record EmailTarget(List<InternetAddress> recipients, InternetAddress sender, MessageStyle style, Duration timeout) {

    private static final int MAX_RECIPIENTS = 100;

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException when one of them is wrong, with its name and how to correct it
     */
    static EmailTarget of(TargetSettings settings, EmailProperties.Target target, People people) {
        List<String> named = people.addresses(target.people(), "people", "mail", People.Person::mail, settings)
                .toList();
        List<InternetAddress> recipients = settings.read(
                "to",
                () -> Stream.concat(target.to().stream(), named.stream())
                        .map(EmailTarget::address)
                        .distinct()
                        .toList());
        if (recipients.isEmpty() || recipients.size() > MAX_RECIPIENTS) {
            throw settings.wrong("to", "name 1 to " + MAX_RECIPIENTS + " addresses that the alerts go to");
        }
        if (target.from().isBlank()) {
            throw settings.wrong("from", "is not set: name the sender's address");
        }
        return new EmailTarget(
                recipients,
                settings.read("from", () -> address(target.from())),
                settings.style(target.locale(), target.timeZone()),
                settings.timeout(target.timeout()));
    }

    /** The details for an operator. */
    TargetDetails details() {
        List<String> addresses =
                recipients.stream().map(InternetAddress::getAddress).toList();
        return new TargetDetails(style, null, null, sender.getAddress(), addresses, List.of());
    }

    private static InternetAddress address(String text) {
        try {
            InternetAddress[] parsed = InternetAddress.parse(text, true);
            String address = parsed.length == 1 && !parsed[0].isGroup() ? parsed[0].getAddress() : "";
            // Others need SMTPUTF8 all the way, which no setting here could promise.
            boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(address);
            if (ascii && address.indexOf('@') > 0) {
                return new InternetAddress(address, parsed[0].getPersonal(), StandardCharsets.UTF_8.name());
            }
        } catch (AddressException | UnsupportedEncodingException notAnAddress) {
            // reported below
        }
        throw new IllegalArgumentException("'" + text + "' is not an email address such as name@example.com, in ASCII");
    }
}
