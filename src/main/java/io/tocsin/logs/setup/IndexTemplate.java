package io.tocsin.logs.setup;

import io.tocsin.logs.LogsProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The index template of {@code app-logs-*}: the types of the fields that are queried, and limits for all others. */
final class IndexTemplate {

    static final String NAME = "tocsin-app-logs";
    static final String OWNER = "tocsin";

    private static final String RESOURCE = "/io/tocsin/logs/index-template.json";

    private IndexTemplate() {}

    /** The template for the settings. */
    static ObjectNode of(LogsProperties properties, JsonMapper json) {
        ObjectNode template = read(json);
        template.withObject("/template/settings")
                .put("number_of_replicas", properties.setup().replicas());
        if (properties.setup().dataStream()) {
            template.putObject("data_stream");
            if (!properties.retention().isZero()) {
                template.withObject("/template/lifecycle")
                        .put("data_retention", properties.retention().toDays() + "d");
            }
        }
        return template;
    }

    private static ObjectNode read(JsonMapper json) {
        try (InputStream resource = IndexTemplate.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return (ObjectNode) json.readTree(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
