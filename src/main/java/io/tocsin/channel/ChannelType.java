package io.tocsin.channel;

import java.util.Locale;

/** The kinds of channel; each is also a value of the metric label {@code channel}. */
public enum ChannelType {
    EMAIL,
    SLACK,
    DINGTALK,
    FEISHU,
    WECOM,
    WEBHOOK,
    SMS;

    /** The name used in configuration and in metrics: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
