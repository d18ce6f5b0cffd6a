package io.tocsin.channel.sms;

import io.tocsin.ConfigurationException;
import io.tocsin.channel.config.People;
import io.tocsin.channel.config.TargetSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The numbers of a target, and how it sends.
 *
 * @param numbers in the order of configuration
 * @param template the template
 * @param timeout the limit for sending one message to all numbers together
 */
record SmsTarget(List<PhoneNumber> numbers, SmsTemplate template, Duration timeout) {

    private static final int MAX_NUMBERS = 20;

    /**
     * Reads the settings.
     *
     * @throws ConfigurationException when one of them is wrong, with its name and how to correct it
     */
    static SmsTarget of(TargetSettings settings, SmsProperties.Target target, People people) {
        List<String> named = people.addresses(target.people(), "people", "phone", People.Person::phone, settings)
                .toList();
        List<PhoneNumber> numbers = settings.read(
                "phone-numbers",
                () -> Stream.concat(target.phoneNumbers().stream(), named.stream())
                        .map(PhoneNumber::parse)
                        .distinct()
                        .toList());
        if (numbers.isEmpty() || numbers.size() > MAX_NUMBERS) {
            throw settings.wrong("phone-numbers", "name 1 to " + MAX_NUMBERS + " numbers that the alerts go to");
        }
        SmsTemplate template = SmsTemplate.of(
                settings,
                target.templateParameters(),
                target.maxVariableLength(),
                settings.style(target.locale(), target.timeZone()));
        return new SmsTarget(numbers, template, settings.timeout(target.timeout()));
    }
}
