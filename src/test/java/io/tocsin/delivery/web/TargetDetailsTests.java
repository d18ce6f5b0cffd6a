package io.tocsin.delivery.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.metrics.RunningService;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the API tells of a target's configuration, and what it keeps to itself. */
class TargetDetailsTests {

    private static final String[] SETTINGS = {
        "spring.mail.host=127.0.0.1",
        "email.ops-mail.to=a@example.com,Bea <b@example.com>",
        "email.ops-mail.from=Tocsin <tocsin@example.com>",
        "email.ops-mail.time-zone=Asia/Shanghai",
        "slack.hook.webhook-url=https://user:pass-s3cret@hooks.example.com/services/T1/B2/s3cret?key=s3cret",
        "slack.hook.time-zone=UTC",
        "slack.hook.fallback.target=ops-mail",
        "slack.hook.fallback.after=90s",
        "slack.app.token=xoxb-s3cret",
        "slack.app.channel=C0123456789",
        "slack.app.time-zone=UTC",
        "slack.app.mentions[0].matchers[0]=severity=critical",
        "slack.app.mentions[0].users[0]=U012AB3CD",
        "slack.app.mentions[0].groups[0]=S012AB3CD",
        "slack.app.mentions[0].here=true",
        "dingtalk.oncall.webhook-url=https://oapi.example.com/robot/send?access_token=s3cret",
        "dingtalk.oncall.secret=SECs3cret",
        "dingtalk.oncall.locale=zh-CN",
        "dingtalk.oncall.time-zone=UTC",
        "dingtalk.oncall.mentions[0].mobiles[0]=13811112222",
        "dingtalk.oncall.mentions[0].mobiles[1]=+1-2025550100",
        "dingtalk.oncall.mentions[0].user-ids[0]=manager1234",
        "dingtalk.oncall.mentions[0].all=true",
        "sms.phones.access-key-id=s3cretId",
        "sms.phones.access-key-secret=s3cret",
        "sms.phones.sign-name=Tocsin",
        "sms.phones.template-code=SMS_1",
        "sms.phones.time-zone=UTC",
        "sms.phones.phone-numbers[0]=13911113333"
    };

    @TempDir
    private Path folder;

    @Test
    void the_configuration_is_told_without_its_secrets() {
        String[] settings = Stream.of(SETTINGS)
                .map(setting -> setting.startsWith("spring") ? setting : "tocsin.channel." + setting)
                .toArray(String[]::new);
        List<String> all = Stream.concat(Stream.of(settings), Stream.of("tocsin.alert.routes[0].targets[0]=hook"))
                .toList();
        try (RunningService service = RunningService.start(folder, all.toArray(String[]::new))) {
            JsonNode targets = new OperatorClient(service).json("/api/v1/targets");
            assertTold(targets, "ops-mail", """
                    {"locale":"en","timeZone":"Asia/Shanghai","host":null,"room":null,"sender":"tocsin@example.com",\
                    "recipients":["a@example.com","b@example.com"],"mentions":[],"fallback":null}""");
            assertTold(targets, "hook", """
                    {"locale":"en","timeZone":"UTC","host":"hooks.example.com","room":null,"sender":null,"recipients":[],\
                    "mentions":[],"fallback":{"target":"ops-mail","afterSeconds":90}}""");
            assertTold(targets, "app", """
                    {"locale":"en","timeZone":"UTC","host":"slack.com","room":"C0123456789","sender":null,"recipients":[],\
                    "mentions":[{"matchers":["severity=\\"critical\\""],"called":["@U012****","@S012****","@here"]}],\
                    "fallback":null}""");
            assertTold(targets, "oncall", """
                    {"locale":"zh-CN","timeZone":"UTC","host":"oapi.example.com","room":null,"sender":null,"recipients":[],\
                    "mentions":[{"matchers":[],"called":["@120****0100","@138****2222","@mana****","@all"]}],\
                    "fallback":null}""");
            assertTold(targets, "phones", """
                    {"locale":"zh-CN","timeZone":"UTC","host":"dysmsapi.aliyuncs.com","room":null,"sender":null,\
                    "recipients":["139****3333"],"mentions":[],"fallback":null}""");
            assertThat(targets.toString())
                    .doesNotContain("s3cret", "services", "access_token", "13811112222", "2025550100", "manager1234");
        }
    }

    private static void assertTold(JsonNode targets, String name, String expected) {
        JsonNode target = targets.path("items")
                .valueStream()
                .filter(one -> one.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
        JsonNode wanted = JsonMapper.builder().build().readTree(expected);
        wanted.properties()
                .forEach(field -> assertThat(target.get(field.getKey()))
                        .as(name + "." + field.getKey())
                        .isEqualTo(field.getValue()));
    }
}
