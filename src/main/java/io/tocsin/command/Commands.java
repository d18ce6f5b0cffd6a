package io.tocsin.command;

import io.tocsin.TocsinApplication;
import io.tocsin.channel.Message;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.configuration.CheckedConfiguration;
import io.tocsin.delivery.resend.TestMessage;
import io.tocsin.intake.RouteExplanation;
import io.tocsin.intake.RouteExplanations;
import io.tocsin.intake.UnreadablePayloadException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The commands {@code check} and {@code explain}: their arguments, what they print, and their exit status. */
public final class Commands {

    /** The configuration can be used, and everything is as expected. */
    static final int OK = 0;

    /** Something is wrong; the output says what. */
    static final int WRONG = 1;

    /** The arguments are wrong. */
    static final int USAGE = 2;

    private static final String HELP = """
            java -jar tocsin.jar check [--config FILE] [--expect FILE]... [--send-test TARGET]...
              checks the configuration, routes, targets, templates and files of secrets; starts and stores nothing
              --config FILE       read this file instead of application.yaml beside the jar
              --expect FILE       compare the routes with a file of labels and targets (docs/check-configuration.md)
              --send-test TARGET  send a test message to this target, without the queue

            java -jar tocsin.jar explain [--config FILE] (--labels NAME=VALUE,... | --body FILE)
              says which routes, targets and mentions an alert would get, and why the other targets get nothing

            Properties can be set as for the service: --tocsin.alert.dedup-window=5m
            Exit status: 0 all is well, 1 something is wrong, 2 the arguments are wrong.""";

    private final PrintStream out;
    private final List<String> properties = new ArrayList<>();
    private final List<String> expectations = new ArrayList<>();
    private final List<String> tests = new ArrayList<>();
    private @Nullable String labels;
    private @Nullable String body;

    private Commands(PrintStream out) {
        this.out = out;
    }

    /** Whether the arguments of the jar are those of a command. */
    static boolean isCommand(String... arguments) {
        return arguments.length > 0 && Set.of("check", "explain").contains(arguments[0]);
    }

    /** The start class of the jar: runs a command, or else the service. */
    public static void main(String[] arguments) {
        if (isCommand(arguments)) {
            System.exit(run(
                    new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                    arguments));
        }
        TocsinApplication.main(arguments);
    }

    /** The exit status. */
    static int run(PrintStream out, String... arguments) {
        return new Commands(out).run(List.of(arguments));
    }

    private int run(List<String> arguments) {
        String command = arguments.get(0);
        String wrong = read(command, arguments);
        if (wrong != null) {
            out.println(wrong.isEmpty() ? HELP : wrong + "\n\n" + HELP);
            return wrong.isEmpty() ? OK : USAGE;
        }
        try (CheckedConfiguration configuration = CheckedConfiguration.read(properties)) {
            List<String> problems = new ArrayList<>(configuration.problems());
            problems.addAll(configuration.unknown());
            problems.forEach(problem -> out.println("error: " + problem));
            if (!problems.isEmpty()) {
                return WRONG;
            }
            return command.equals("check") ? check(configuration) : explain(configuration);
        }
    }

    /** What is wrong with the arguments; empty when help was asked for; null when nothing is. */
    private @Nullable String read(String command, List<String> arguments) {
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (name.equals("--help")) {
                return "";
            }
            if (name.startsWith("--") && name.contains(".")) {
                properties.add(argument);
                continue;
            }
            if (equals < 0 && ++i == arguments.size()) {
                return name + " needs a value";
            }
            String value = equals < 0 ? arguments.get(i) : argument.substring(equals + 1);
            switch (command + " " + name) {
                case "check --config", "explain --config" -> {
                    if (!Files.isReadable(Path.of(value))) {
                        return "--config: " + value + " cannot be read";
                    }
                    properties.add("--spring.config.location=classpath:/,file:" + value);
                }
                case "check --expect" -> expectations.add(value);
                case "check --send-test" -> tests.add(value);
                case "explain --labels" -> labels = value;
                case "explain --body" -> body = value;
                default -> {
                    return command + " has no argument " + name;
                }
            }
        }
        return command.equals("explain") && (labels == null) == (body == null) ? "give --labels or --body" : null;
    }

    private int check(CheckedConfiguration configuration) {
        Targets targets = configuration.bean(Targets.class);
        boolean good = true;
        int expected = 0;
        for (String file : expectations) {
            Expectations all = Expectations.read(file, configuration.bean(RouteExplanations.class));
            all.problems().forEach(problem -> out.println("error: " + problem));
            good &= all.problems().isEmpty();
            expected += all.size();
        }
        for (String name : tests) {
            good &= sent(configuration, targets, name);
        }
        if (targets.names().isEmpty()) {
            out.println("warning: no target is configured: alerts are kept, and nobody is notified");
        }
        if (good) {
            out.println("ok: " + targets.names().size() + " targets, " + expected + " expectations met");
        }
        return good ? OK : WRONG;
    }

    private boolean sent(CheckedConfiguration configuration, Targets targets, String name) {
        Target target = targets.find(name).orElse(null);
        if (target == null) {
            out.println("error: --send-test: no target is named '" + name + "'");
            return false;
        }
        Instant now = configuration.bean(InstantSource.class).instant();
        SendResult result = target.notifier()
                .send(new Message("check-" + name, 0, now, TestMessage.to(name, now), null, false, null));
        if (result instanceof SendResult.Retryable later) {
            out.println("error: " + name + ": " + later.reason().label() + ": " + later.detail());
        } else if (result instanceof SendResult.Rejected refused) {
            out.println("error: " + name + ": " + refused.reason().label() + ": " + refused.detail());
        } else {
            out.println("ok: " + name + " took a test message");
        }
        return result instanceof SendResult.Delivered;
    }

    private int explain(CheckedConfiguration configuration) {
        RouteExplanations explanations = configuration.bean(RouteExplanations.class);
        try {
            RouteExplanation explanation = labels != null
                    ? explanations.explainText(labels)
                    : explanations.explain(Files.readAllBytes(Path.of(String.valueOf(body))));
            out.println(ExplanationText.of(explanation));
            return OK;
        } catch (UnreadablePayloadException e) {
            out.println("error: " + e.getMessage());
        } catch (IOException e) {
            out.println("error: --body: " + body + " cannot be read");
        }
        return WRONG;
    }
}
