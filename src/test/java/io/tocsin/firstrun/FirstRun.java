package io.tocsin.firstrun;

import io.tocsin.TocsinApplication;
import io.tocsin.backing.MySqlServer;
import io.tocsin.backing.RedisServer;
import io.tocsin.standin.DingTalkStandIn;
import io.tocsin.standin.MailStandIn;
import io.tocsin.standin.MailStandIn.Security;
import io.tocsin.standin.SlackStandIn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Tocsin with everything it talks to, on the loopback interface: {@code mvn spring-boot:test-run}.
 *
 * <p>A mail server, a Slack and a DingTalk stand in for the real ones; a page shows what they get. A
 * real Redis and a real MySQL or MariaDB are watched; a real Elasticsearch holds the logs of a small shop. The options are
 * {@code --server.port}, {@code --first-run.port} for the page, {@code --first-run.elasticsearch=false} for a start without
 * Elasticsearch, and every property of Tocsin.
 */
public final class FirstRun implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FirstRun.class);

    static final String WEBHOOK_TOKEN = "first-run-webhook-token";
    static final String OPERATOR_PASSWORD = "first-run-password";

    private static final String PAGE_PORT = "--first-run.port=";
    private static final String DEFAULT_PAGE_PORT = "8001";
    private static final String NO_LOGS = "--first-run.elasticsearch=false";

    private final MailStandIn mail = MailStandIn.start(Security.STARTTLS);
    private final SlackStandIn slack = new SlackStandIn();
    private final DingTalkStandIn dingTalk = new DingTalkStandIn();
    private final DemoPage page;
    private final @Nullable DemoLogs logs;
    private final ConfigurableApplicationContext tocsin;

    private FirstRun(List<String> arguments) throws IOException {
        int pagePort = Integer.parseInt(arguments.stream()
                .filter(argument -> argument.startsWith(PAGE_PORT))
                .map(argument -> argument.substring(PAGE_PORT.length()))
                .findFirst()
                .orElse(DEFAULT_PAGE_PORT));
        page = openPage(pagePort);
        logs = arguments.contains(NO_LOGS) ? null : new DemoLogs();
        tocsin = SpringApplication.from(TocsinApplication::main)
                .run(configuration(arguments).toArray(String[]::new))
                .getApplicationContext();
        page.showTocsin(tocsinUrl());
        if (logs != null) {
            CompletableFuture<Void> unused = logs.load()
                    .whenComplete((loaded, failure) ->
                            LOG.info(failure == null ? "The logs are loaded" : "The logs are not loaded", failure));
        }
    }

    private DemoPage openPage(int port) throws IOException {
        try {
            return new DemoPage(port, mail, slack, dingTalk);
        } catch (IOException busy) {
            closeStandIns();
            throw busy;
        }
    }

    /** Starts all of it; the arguments are as for {@link #main}. */
    static FirstRun start(String... arguments) throws IOException {
        return new FirstRun(List.of(arguments));
    }

    public static void main(String[] arguments) {
        try {
            System.out.println(start(arguments).welcome());
        } catch (IOException busy) {
            System.err.println("The page of the first run cannot have its port (" + busy.getMessage()
                    + "). Another one: mvn spring-boot:test-run"
                    + " -Dspring-boot.run.arguments='--first-run.port=9001 --server.port=9000'");
            System.exit(1);
        }
    }

    /** The arguments, and what they leave open. */
    private List<String> configuration(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        properties().forEach((name, value) -> {
            String option = "--" + name + "=";
            if (arguments.stream().noneMatch(argument -> argument.startsWith(option))) {
                all.add(option + value);
            }
        });
        return all;
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        properties.put("tocsin.alert.routes[0].matchers", "severity=\"critical\"");
        properties.put("tocsin.alert.routes[0].targets", "oncall,ops-slack,ops-mail");
        properties.put("tocsin.alert.routes[1].targets", "ops-slack");
        // Or the samples, which never change, could be posted only every four minutes.
        properties.put("tocsin.alert.dedup-window", "1s");
        properties.put("tocsin.delivery.store.path", "target/first-run/outbox.db");
        properties.put("tocsin.security.webhook-token", WEBHOOK_TOKEN);
        properties.put("tocsin.security.operator.password", OPERATOR_PASSWORD);
        properties.put(
                "tocsin.channel.slack.ops-slack.webhook-url", slack.webhookUrl().toString());
        properties.put(
                "tocsin.channel.dingtalk.oncall.webhook-url",
                dingTalk.webhookUrl().toString());
        properties.put("tocsin.channel.dingtalk.oncall.secret", DingTalkStandIn.SECRET);
        properties.put("tocsin.channel.dingtalk.oncall.locale", "zh-CN");
        properties.put("tocsin.channel.dingtalk.oncall.time-zone", "Asia/Shanghai");
        properties.put("tocsin.channel.dingtalk.oncall.mentions[0].matchers", "severity=\"critical\"");
        properties.put("tocsin.channel.dingtalk.oncall.mentions[0].mobiles", "13800000000");
        properties.put("tocsin.channel.email.ops-mail.to", "ops@example.com");
        properties.put("tocsin.channel.email.ops-mail.from", "Tocsin <tocsin@example.com>");
        properties.put("spring.mail.host", "127.0.0.1");
        properties.put("spring.mail.port", String.valueOf(mail.port()));
        properties.put("spring.mail.username", MailStandIn.USERNAME);
        properties.put("spring.mail.password", MailStandIn.PASSWORD);
        properties.put("spring.mail.ssl.bundle", "standin");
        properties.put("spring.ssl.bundle.pem.standin.truststore.certificate", MailStandIn.certificate());
        properties.put("logging.level.org.subethamail", "warn");
        properties.put("spring.data.redis.host", "127.0.0.1");
        properties.put(
                "spring.data.redis.port", String.valueOf(RedisServer.get().port()));
        MySqlServer.Database database = MySqlServer.get().newDatabase();
        properties.put("spring.datasource.url", database.url());
        properties.put("spring.datasource.username", database.username());
        properties.put("spring.datasource.password", database.password());
        if (logs != null) {
            properties.putAll(logs.properties());
        }
        return properties;
    }

    String tocsinUrl() {
        return "http://127.0.0.1:" + tocsin.getEnvironment().getProperty("local.server.port");
    }

    String pageUrl() {
        return page.url();
    }

    private String welcome() {
        return """

                Tocsin is ready. A mail server, a Slack and a DingTalk stand in for the real ones;
                a real Redis and a real database are watched.

                  See what arrives    %1$s
                  The console         %2$s/  (operator, %5$s)
                  Post an alert       %3$s
                  ... and its end     %4$s
                  Health, metrics     %2$s/health  %2$s/metrics
                  What fails in the   curl -u operator:%5$s %2$s/api/v1/logs/summary
                  shop (in a minute)  curl -u operator:%5$s '%2$s/api/v1/logs/errors?size=1'
                  Let Slack fail      curl -X POST '%1$sslack/fail?times=3&status=500'
                  ... DingTalk        curl -X POST '%1$sdingtalk/fail?times=3&errcode=130101'
                  ... the mail server curl -X POST '%1$smail/fail?times=3&stage=MAIL&status=451'

                Ctrl-C ends it; what was not delivered by then is delivered by the next start.
                """.formatted(pageUrl(), tocsinUrl(), curl("firing"), curl("resolved"), OPERATOR_PASSWORD);
    }

    private String curl(String sample) {
        return "curl -H 'Authorization: Bearer " + WEBHOOK_TOKEN + "' --data-binary @docs/samples/alertmanager-"
                + sample + ".json " + tocsinUrl() + "/webhooks/alertmanager";
    }

    @Override
    public void close() {
        tocsin.close();
        page.close();
        if (logs != null) {
            logs.close();
        }
        closeStandIns();
    }

    private void closeStandIns() {
        mail.close();
        slack.close();
        dingTalk.close();
    }
}
