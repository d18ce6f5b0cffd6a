package io.tocsin.proof;

import io.tocsin.logs.LogsServer;
import io.tocsin.proof.LogsBenchmark.Asked;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Questions as somebody puts them with curl: a program started for each. */
final class DirectCurl {

    private static final List<String> ONE = List.of("--silent", "--show-error", "--fail", "--output", "/dev/null");

    private DirectCurl() {}

    static List<String> command(URI uri) {
        List<String> command = new ArrayList<>(List.of("curl"));
        command.addAll(ONE);
        command.addAll(List.of("--header", "Authorization: " + LogsServer.OPERATOR, uri.toString()));
        return command;
    }

    /** All of them with one curl, on one connection. */
    static List<String> command(Path folder, String url, List<Asked> exchanges) throws IOException {
        List<String> command = new ArrayList<>(List.of("curl"));
        for (Asked one : exchanges) {
            Path body = folder.resolve("body-" + command.size());
            Files.writeString(body, one.body());
            if (command.size() > 1) {
                command.add("--next");
            }
            command.addAll(ONE);
            command.addAll(List.of("--request", one.method()));
            command.addAll(List.of("--header", "Content-Type: " + one.contentType()));
            command.addAll(List.of("--header", "Accept: " + one.accepted()));
            command.addAll(List.of("--data-binary", "@" + body, url + one.path()));
        }
        return command;
    }

    static void run(List<String> command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("curl ended with " + status);
        }
    }
}
