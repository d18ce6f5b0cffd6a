package io.tocsin.standin;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.internal.server.Command;
import org.subethamail.smtp.internal.server.CommandException;
import org.subethamail.smtp.internal.server.CommandHandler;
import org.subethamail.smtp.internal.server.HelpMessage;
import org.subethamail.smtp.server.Session;

/**
 * What mail servers ask of a mail and the library below {@link MailStandIn} does not. Sources: RFC 5321 sections 2.3.8
 * (line ends), 4.1.2 (form of commands), 4.1.4 (order) and 4.5.3.1.6 (length of lines); RFC 6152 and RFC 6531 (octets
 * above 127); RFC 5322 section 3.6 (which fields stand once). RFC 5321 lets servers refuse what breaks these rules; large
 * providers do.
 */
final class SmtpRules {

    private static final Pattern ENVELOPE =
            Pattern.compile("(?:MAIL FROM|RCPT TO):<[^<>\\s]*>(?: +(.*))?", Pattern.CASE_INSENSITIVE);
    /** Of the extensions that EHLO announces. */
    private static final Pattern PARAMETER = Pattern.compile("BODY=(7BIT|8BITMIME)|SMTPUTF8|AUTH=\\S+");

    private static final Pattern BARE = Pattern.compile("\r(?!\n)|(?<!\r)\n|\0");
    private static final Pattern EIGHT_BIT = Pattern.compile("[\\x80-\\xff]");
    private static final Pattern FIELD = Pattern.compile("[!-9;-~]+:.*");
    private static final int MAX_LINE = 998;
    private static final List<String> EXACTLY_ONCE = List.of("date", "from");
    private static final Set<String> AT_MOST_ONCE = Set.of(
            "sender",
            "reply-to",
            "to",
            "cc",
            "bcc",
            "message-id",
            "in-reply-to",
            "references",
            "subject",
            "mime-version",
            "content-type",
            "content-transfer-encoding");

    private final Map<Session, Set<String>> parameters = new ConcurrentHashMap<>();

    /** Makes the commands of the envelope strict. */
    void install(CommandHandler commands) {
        commands.addCommand(new Strict(commands.getCommand("MAIL")));
        commands.addCommand(new Strict(commands.getCommand("RCPT")));
    }

    /** To be called when the session has ended. */
    void forget(Session session) {
        parameters.remove(session);
    }

    /**
     * What is wrong with the content, as the words after the code 554; empty when nothing is.
     *
     * @param raw one character per byte, without the dots that were stuffed
     */
    Optional<String> complaint(Session session, String raw) {
        Set<String> announced = parameters.getOrDefault(session, Set.of());
        int end = raw.indexOf("\r\n\r\n");
        String head = end < 0 ? raw : raw.substring(0, end);
        String body = end < 0 ? "" : raw.substring(end);
        if (BARE.matcher(raw).find()) {
            return Optional.of("5.6.0 bare carriage return or line feed, or NUL");
        }
        if (raw.lines().anyMatch(line -> line.length() > MAX_LINE)) {
            return Optional.of("5.6.0 line too long");
        }
        if (!announced.contains("SMTPUTF8") && EIGHT_BIT.matcher(head).find()) {
            return Optional.of("5.6.7 header is not ASCII");
        }
        if (!announced.contains("BODY=8BITMIME") && EIGHT_BIT.matcher(body).find()) {
            return Optional.of("5.6.3 body is not ASCII");
        }
        return badHeader(head);
    }

    private static Optional<String> badHeader(String head) {
        List<String> fields = Arrays.asList(head.replaceAll("\r\n[ \t]", " ").split("\r\n", -1));
        Map<String, Long> counts = fields.stream()
                .map(field -> field.split(":", 2)[0].strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        boolean sound = fields.stream().allMatch(field -> FIELD.matcher(field).matches())
                && EXACTLY_ONCE.stream().allMatch(name -> counts.getOrDefault(name, 0L) == 1)
                && AT_MOST_ONCE.stream().allMatch(name -> counts.getOrDefault(name, 0L) <= 1);
        return sound ? Optional.empty() : Optional.of("5.6.0 header is malformed");
    }

    /** A command of the envelope: only after EHLO, in its exact form, with parameters that were announced. */
    private final class Strict implements Command {
        private final Command lax;

        private Strict(Command lax) {
            this.lax = lax;
        }

        @Override
        public void execute(String line, Session session) throws IOException, DropConnectionException {
            Matcher form = ENVELOPE.matcher(line);
            if (session.getHelo().isEmpty()) {
                session.sendResponse("503 5.5.1 Say EHLO first");
            } else if (!form.matches()) {
                session.sendResponse("501 5.5.4 Syntax: " + getName() + " and the address in angle brackets");
            } else if (parameters(form).stream()
                    .allMatch(one -> PARAMETER.matcher(one).matches())) {
                if (getName().equals("MAIL")) {
                    parameters.put(session, parameters(form));
                }
                lax.execute(line, session);
            } else {
                session.sendResponse("555 5.5.4 Parameter was not announced");
            }
        }

        private static Set<String> parameters(Matcher form) {
            return form.group(1) == null
                    ? Set.of()
                    : Arrays.stream(form.group(1)
                                    .toUpperCase(Locale.ROOT)
                                    .strip()
                                    .split(" +", -1))
                            .collect(Collectors.toSet());
        }

        @Override
        public HelpMessage getHelp() throws CommandException {
            return lax.getHelp();
        }

        @Override
        public String getName() {
            return lax.getName();
        }
    }
}
