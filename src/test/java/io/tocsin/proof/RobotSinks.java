package io.tocsin.proof;

import io.tocsin.standin.FeishuStandIn;
import io.tocsin.standin.HookStandIn;
import io.tocsin.standin.ReceivedMessage;
import io.tocsin.standin.WeComStandIn;
import io.tocsin.standin.WebhookStandIn;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Feishu, WeCom and a webhook beside the sinks of {@link Sinks}, which are sent everything as well. */
record RobotSinks(Sinks known, FeishuStandIn feishu, WeComStandIn weCom, HookStandIn hook) implements AutoCloseable {

    private static final String FEISHU = "fs-oncall";
    private static final String WECOM = "wx-oncall";
    private static final String WEBHOOK = "ticket";

    static RobotSinks start() {
        return new RobotSinks(
                Sinks.start(), new FeishuStandIn(), new WeComStandIn(), new HookStandIn(InstantSource.system()));
    }

    /** The configuration of a service that sends everything to all of them, as fast as it can. */
    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(known.properties());
        put(properties, "feishu." + FEISHU, feishu, "webhook-url");
        properties.put("tocsin.channel.feishu." + FEISHU + ".secret", FeishuStandIn.SECRET);
        put(properties, "wecom." + WECOM, weCom, "webhook-url");
        put(properties, "webhook." + WEBHOOK, hook, "url");
        properties.put("tocsin.channel.webhook." + WEBHOOK + ".bearer-token", HookStandIn.BEARER);
        properties.put("tocsin.channel.webhook." + WEBHOOK + ".hmac-secret", HookStandIn.HMAC);
        properties.merge(
                "tocsin.alert.routes[0].targets",
                String.join(",", FEISHU, WECOM, WEBHOOK),
                (targets, more) -> targets + "," + more);
        return properties;
    }

    private static void put(Map<String, String> properties, String target, WebhookStandIn sink, String url) {
        properties.put("tocsin.channel." + target + "." + url, sink.webhookUrl().toString());
        properties.put("tocsin.channel." + target + ".rate-limit", "none");
    }

    /** For each target, what its sink accepted, in order. */
    Map<String, List<Marker>> received() {
        Map<String, List<Marker>> received = new HashMap<>(known.received());
        received.putAll(each(messages -> messages.stream()
                .map(ReceivedMessage::body)
                .map(Marker::find)
                .flatMap(Optional::stream)
                .toList()));
        return received;
    }

    /** For each target, when its sink accepted each message. */
    Map<String, List<Instant>> times() {
        Map<String, List<Instant>> times = new HashMap<>(known.times());
        times.putAll(each(messages -> messages.stream().map(ReceivedMessage::at).toList()));
        return times;
    }

    private <T> Map<String, T> each(Function<List<ReceivedMessage>, T> view) {
        return Map.of(
                FEISHU, view.apply(feishu.received()),
                WECOM, view.apply(weCom.received()),
                WEBHOOK, view.apply(hook.received()));
    }

    @Override
    public void close() {
        known.close();
        feishu.close();
        weCom.close();
        hook.close();
    }
}
