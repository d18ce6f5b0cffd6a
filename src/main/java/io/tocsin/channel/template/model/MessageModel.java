package io.tocsin.channel.template.model;

import java.util.List;
import java.util.Map;

/**
 * A message, as templates see it: the names that stand at the top; docs/templates.md explains each component. Texts are
 * empty when there is none.
 *
 * @param title one line, such as {@code [FIRING:2] HighCPU (critical)}
 * @param status {@code firing} or {@code resolved}
 * @param statusText the same in the reader's language
 * @param count how many alerts have this status
 * @param about what it is about: the alert's name, or what names the group
 * @param severity the highest of the alerts
 * @param symbol a coloured disc
 * @param colour {@code #RRGGBB}
 * @param firing how many alerts fire
 * @param resolved how many alerts are resolved
 * @param counts the two figures in words
 * @param reason why it was sent
 * @param truncated says how many alerts the sender left out
 * @param commonLabels the labels that all alerts share
 * @param commonLabelText the same as one line
 * @param full the alerts to be told in full
 * @param lines the alerts after these, to be told in one line each
 * @param omitted how many alerts after these are left out
 * @param more says how many are left out, and where to see them
 * @param deliveryId the delivery's id
 * @param delivery the same in words
 * @param page URL of the page that shows it
 * @param groupId tells alert groups apart
 * @param mentions who is called, where the channel wants it in the text
 * @param language {@code en} or {@code zh-CN}
 * @param words headings in the reader's language
 * @param room how many times as much may be shown as where room is short, at least 1
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
