package io.tocsin.channel.template.model;

import io.tocsin.channel.Link;

/**
 * A link, as templates see it.
 *
 * @param label what the reader sees
 * @param url absolute http or https URL, safe in any mark-up
 */
public record LinkModel(String label, SafeText url) {

    static LinkModel of(Link link) {
        return new LinkModel(link.label(), new SafeText(link.url()));
    }
}
