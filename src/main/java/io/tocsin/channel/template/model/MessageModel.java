package io.tocsin.channel.template.model;

import java.util.List;
import java.util.Map;

/**
 * A message, as templates see it: the top-level names; docs/templates.md explains each component. Texts are empty when there is
 * none.
 *
 * @param title one line, such as {@code [FIRING:2] HighCPU (critical)}
 * @param status {@code firing} or {@code resolved}
 * @param statusText the same in the reader's language
 * @param count how many alerts have this status
 * @param about its subject: the alert's name, or what names the group
 * @param severity the highest of the alerts
 * @param symbol a coloured disc
 * @param colour {@code #RRGGBB}
 * @param firing how many alerts are firing
 * @param resolved how many alerts are resolved
 * @param counts the two figures in words
 * @param reason why it was sent
 * @param truncated says how many alerts the sender left out
 * @param commonLabels the labels that all alerts share
 * @param commonLabelText the same as one line
 * @param full the alerts to be shown in full
 * @param lines the alerts after these, to be shown in one line each
 * @param omitted how many alerts after these are omitted
 * @param more says how many are omitted, and where to see them
 * @param deliveryId the delivery's id
 * @param delivery the same as text
 * @param page URL of the delivery's page
 * @param groupId identifies the alert group
 * @param mentions the mentions, where the channel needs them in the text
 * @param language {@code en} or {@code zh-CN}
 * @param words headings in the reader's language
 * @param room how many times as much may be shown as the minimum, at least 1
 */
public record MessageModel(
        String title,
        String status,
        String statusText,
        long count,
        String about,
        String severity,
        String symbol,
        SafeText colour,
        long firing,
        long resolved,
        String counts,
        String reason,
        String truncated,
        Map<String, String> commonLabels,
        String commonLabelText,
        List<AlertModel> full,
        List<AlertModel> lines,
        long omitted,
        String more,
        String deliveryId,
        String delivery,
        SafeText page,
        String groupId,
        SafeText mentions,
        String language,
        Map<String, String> words,
        int room) {}
