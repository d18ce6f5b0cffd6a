package io.tocsin.firstrun;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.tocsin.standin.DingTalkStandIn;
import io.tocsin.standin.MailStandIn;
import io.tocsin.standin.MailStandIn.Fault;
import io.tocsin.standin.MailStandIn.Stage;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandInAnswer;
import io.tocsin.standin.WebhookStandIn;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Shows what the stand-ins got, and lets them fail on request. */
final class DemoPage implements AutoCloseable {

    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-%s';"
            + " connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'";

    private final MailStandIn mail;
    private final SlackStandIn slack;
    private final DingTalkStandIn dingTalk;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile String tocsinUrl = "";

    DemoPage(int port, MailStandIn mail, SlackStandIn slack, DingTalkStandIn dingTalk) throws IOException {
        this.mail = mail;
        this.slack = slack;
        this.dingTalk = dingTalk;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        } catch (BindException busy) {
            throw new IOException("port " + port + " is in use", busy);
        }
        server.setExecutor(threads);
        server.createContext("/", this::page);
        server.createContext("/state", exchange -> answer(exchange, 200, "text/plain", state()));
        server.createContext("/slack/fail", post(query -> fail(slack, query)));
        server.createContext("/dingtalk/fail", post(query -> fail(dingTalk, query)));
        server.createContext("/mail/fail", post(this::failMail));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    void showTocsin(String url) {
        tocsinUrl = url;
    }

    private void page(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals("/")) {
            answer(exchange, 404, "text/plain", "There is only " + url() + "\n");
            return;
        }
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY.formatted(DemoHtml.scriptHash()));
        answer(
                exchange,
                200,
                "text/html",
                DemoHtml.page(tocsinUrl, state(), mail.mails(), slack.received(), dingTalk.received()));
    }

    /** Differs whenever there is something new to see. */
    private String state() {
        return mail.mails().size() + " " + slack.received().size() + " "
                + dingTalk.received().size();
    }

    private static String fail(WebhookStandIn standIn, Map<String, String> query) {
        int times = Integer.parseInt(query.getOrDefault("times", "1"));
        int status = Integer.parseInt(query.getOrDefault("status", query.containsKey("errcode") ? "200" : "500"));
        StandInAnswer answer = query.containsKey("errcode")
                ? DingTalkStandIn.error(Integer.parseInt(query.get("errcode")), "asked for on the page")
                : StandInAnswer.of(status, query.getOrDefault("body", "asked for on the page"));
        standIn.answerNext(
                times, query.containsKey("after") ? answer.header("Retry-After", query.get("after")) : answer);
        return "The next " + times + " requests are answered HTTP " + answer.status() + " " + answer.body() + "\n";
    }

    private String failMail(Map<String, String> query) {
        Stage stage = Stage.valueOf(query.getOrDefault("stage", "MAIL").toUpperCase(Locale.ROOT));
        int times = Integer.parseInt(query.getOrDefault("times", "1"));
        int code = Integer.parseInt(query.getOrDefault("status", "451"));
        mail.fail(stage, new Fault.Answer(code, "asked for on the page"), times);
        return "The next " + times + " times " + stage + " is answered " + code + "\n";
    }

    /** What to do with a POST, answered with its text. */
    private interface Action {
        String run(Map<String, String> query);
    }

    private HttpHandler post(Action action) {
        return exchange -> {
            String site = exchange.getRequestHeaders().getFirst("Sec-Fetch-Site");
            boolean foreign = site != null && !site.equals("same-origin") && !site.equals("none");
            if (!exchange.getRequestMethod().equals("POST") || foreign) {
                answer(exchange, 405, "text/plain", "Use curl -X POST\n");
                return;
            }
            try {
                answer(exchange, 200, "text/plain", action.run(query(exchange)));
            } catch (IllegalArgumentException wrong) {
                answer(exchange, 400, "text/plain", "Not understood: " + wrong.getMessage() + "\n");
            }
        };
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        for (String pair : raw.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
