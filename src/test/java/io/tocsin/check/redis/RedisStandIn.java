package io.tocsin.check.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers in RESP2 what a test says, for states that a real Redis cannot be brought into at will. */
final class RedisStandIn implements AutoCloseable {

    private final ServerSocket server;
    private final Map<String, String> replies = new ConcurrentHashMap<>(Map.of("PING", "+PONG"));

    RedisStandIn() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The line that answers a command from now on, such as {@code -MISCONF ...}. */
    RedisStandIn reply(String command, String line) {
        replies.put(command, line);
        return this;
    }

    RedisStandIn info(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return reply("INFO", "$" + bytes.length + "\r\n" + text);
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                start(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try (client;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            OutputStream out = client.getOutputStream();
            for (List<String> command = read(in); !command.isEmpty(); command = read(in)) {
                String name = command.get(0).toUpperCase(Locale.ROOT);
                String reply = replies.getOrDefault(name, name.equals("CLIENT") ? "+OK" : "-ERR unknown command");
                out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private static List<String> read(BufferedReader in) throws IOException {
        String count = in.readLine();
        List<String> words = new ArrayList<>();
        for (int i = 0; count != null && i < Integer.parseInt(count.substring(1)); i++) {
            in.readLine();
            words.add(in.readLine());
        }
        return words;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "redis-stand-in");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
