package io.tocsin.proof;

import io.tocsin.standin.AliyunSmsStandIn;
import io.tocsin.standin.DingTalkStandIn;
import io.tocsin.standin.FeishuStandIn;
import io.tocsin.standin.MailStandIn.Fault;
import io.tocsin.standin.MailStandIn.Stage;
import io.tocsin.standin.SlackApiStandIn;
import io.tocsin.standin.StandInAnswer;
import io.tocsin.standin.WeComStandIn;
import io.tocsin.standin.WebhookStandIn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Faults of providers, one streak after the other: a provider fails up to four times in a row, and then takes something
 * before it fails again. A sender that waits twice as long after each failure so never waits for long.
 */
final class Mishaps {

    private static final List<Stage> MAIL_STAGES =
            List.of(Stage.CONNECT, Stage.EHLO, Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.CONTENT, Stage.QUIT);
    private static final int LONGEST = 4;

    private final ChaosSinks sinks;
    private final Random random;
    /** How much each had taken when it last began to fail. */
    private final Map<String, Integer> taken = new HashMap<>();
    /** How often each refuses what it is told, at most. */
    private final Map<String, Integer> refusals = new HashMap<>();

    private int faults;

    Mishaps(ChaosSinks sinks, Random random) {
        this.sinks = sinks;
        this.random = random;
    }

    /** How many streaks there were. */
    int faults() {
        return faults;
    }

    /** How often the target was refused what it sent; a delivery can be parked only by that. */
    int refusals(String target) {
        return refusals.getOrDefault(target, 0);
    }

    /** Has one of the providers fail that have taken something since they last did. */
    void next() {
        List<String> working = ChaosSinks.TARGETS.stream()
                .filter(target -> sinks.taken(target) != taken.getOrDefault(target, -1))
                .toList();
        if (working.isEmpty()) {
            return;
        }
        String target = anyOf(working);
        taken.put(target, sinks.taken(target));
        faults++;
        int times = 1 + random.nextInt(LONGEST);
        switch (target) {
            case Sinks.MAIL -> failMail(times);
            case Sinks.SLACK -> fail(target, sinks.known().slack(), times, StandInAnswer.of(400, "invalid_payload"));
            case Sinks.DINGTALK ->
                fail(target, sinks.known().dingTalk(), times, DingTalkStandIn.error(430101, "unsafe link"));
            // Once only: an update that is refused in both its forms is followed by another message.
            case ChaosSinks.APP -> fail(target, sinks.app(), 1, SlackApiStandIn.error("invalid_blocks"));
            case ChaosSinks.STANDBY ->
                fail(target, sinks.standby(), times, DingTalkStandIn.error(430101, "unsafe link"));
            case ChaosSinks.FEISHU ->
                fail(target, sinks.feishu(), times, FeishuStandIn.error(230099, "Failed to create card content"));
            case ChaosSinks.WECOM -> fail(target, sinks.weCom(), times, WeComStandIn.error(40035, "bad parameter"));
            case ChaosSinks.WEBHOOK -> fail(target, sinks.hook(), times, StandInAnswer.of(422, "no"));
            default -> fail(target, sinks.sms(), times, AliyunSmsStandIn.code("isv.PARAM_LENGTH_LIMIT", "too long"));
        }
    }

    private void failMail(int times) {
        switch (random.nextInt(3)) {
            case 0 -> sinks.known().mail().fail(anyOf(MAIL_STAGES), new Fault.Drop(), times);
            case 1 -> sinks.known().mail().fail(anyOf(MAIL_STAGES), new Fault.Answer(451, "try again later"), times);
            default -> {
                sinks.known().mail().fail(Stage.CONTENT, new Fault.Answer(554, "looks like spam"), times);
                refusals.merge(Sinks.MAIL, times, Integer::sum);
            }
        }
    }

    private void fail(String target, WebhookStandIn sink, int times, StandInAnswer refusal) {
        StandInAnswer answer = anyOf(List.of(
                refusal,
                refusal,
                refusal,
                StandInAnswer.of(500, "broken"),
                StandInAnswer.of(503, "busy").header("Retry-After", "1"),
                StandInAnswer.of(429, "slower").header("Retry-After", "1"),
                StandInAnswer.of(200, "<html>Sign in to Wi-Fi</html>"),
                StandInAnswer.never(),
                StandInAnswer.hangUp()));
        sink.answerNext(times, answer);
        refusals.merge(target, answer.equals(refusal) ? times : 0, Integer::sum);
    }

    private <T> T anyOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
