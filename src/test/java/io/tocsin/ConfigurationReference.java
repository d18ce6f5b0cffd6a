package io.tocsin;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Fallback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of all properties, from the metadata that Spring Boot's annotation processor makes of the properties' records. */
final class ConfigurationReference {

    /** The page. */
    static final Path PAGE = Path.of("docs", "configuration-reference.md");

    /** How the page is written. */
    static final String COMMAND = "mvn test -Dtest=ConfigurationReferenceTests -Ddocs.write=true";

    private static final String HEAD = """
            # Configuration reference

            Every property of Tocsin. [configuration.md](configuration.md) shows how they are used. This page is generated from the records in the code by
            `%s`.

            Durations are written `30s`, `4m`, `24h`, sizes `4MB`. `<name>` is a name of your own, `[]` an element of a list. In environment variables, `tocsin.alert.dedup-window` is
            `TOCSIN_ALERT_DEDUPWINDOW`, and `[0]` is `_0_`. A property without a default is not set, or its description says what holds then.
            """.formatted(COMMAND);

    private static final Pattern MANY =
            Pattern.compile("java\\.util\\.(?:List|Set|Map)<(?:java\\.lang\\.String,)?(.+)>");
    private static final Map<String, String> TYPES = Map.of(
            "java.lang.String", "text",
            "java.lang.Integer", "number",
            "java.lang.Long", "number",
            "java.lang.Double", "number",
            "org.springframework.util.unit.DataSize", "size",
            "java.util.Locale", "language",
            "org.springframework.core.io.Resource", "file");

    private final Path classes;
    private final SortedMap<String, SortedMap<String, String>> sections = new TreeMap<>();

    private ConfigurationReference(Path classes) {
        this.classes = classes;
    }

    /**
     * The text of the page.
     *
     * @param classes where the compiled classes of the application are, with their metadata
     */
    static String text(Path classes) throws IOException {
        ConfigurationReference reference = new ConfigurationReference(classes);
        reference.addAll("", "spring-configuration-metadata.json");
        reference.addAll("tocsin.channel.<channel>.<name>.fallback.", source(Fallback.class.getName()));
        StringBuilder page = new StringBuilder(HEAD);
        reference.sections.forEach((section, rows) -> {
            page.append("\n## `")
                    .append(section)
                    .append("`\n\n| property | type | default | what |\n|---|---|---|---|\n");
            rows.values().forEach(page::append);
        });
        return page.toString();
    }

    private static String source(String type) {
        return "spring/configuration-metadata/" + type + ".json";
    }

    private void addAll(String prefix, String metadata) throws IOException {
        JsonNode json = JsonMapper.shared()
                .readTree(Files.readString(classes.resolve("META-INF").resolve(metadata)));
        for (JsonNode property : json.path("properties")) {
            add(prefix + property.path("name").asString(), property);
        }
    }

    private void add(String name, JsonNode property) throws IOException {
        String type = property.path("type").asString();
        Matcher many = MANY.matcher(type);
        String element = many.matches() ? many.group(1) : "";
        boolean isMap = type.startsWith("java.util.Map");
        String shown = many.matches() ? name + (isMap ? ".<name>" : "[]") : name;
        boolean isRecord = Files.exists(classes.resolve("META-INF").resolve(source(element)));
        sections.computeIfAbsent(section(name), unknown -> new TreeMap<>())
                .put(shown, row(shown, isRecord ? "" : type(many.matches() ? element : type), property));
        if (isRecord) {
            addAll(shown + ".", source(element));
        }
    }

    /** Each channel has a section of its own. */
    private static String section(String name) {
        String[] segments = name.split("\\.", -1);
        boolean ofChannel = segments.length > 2
                && Arrays.stream(ChannelType.values())
                        .anyMatch(channel -> name.startsWith("tocsin.channel." + channel.label()));
        return String.join(".", Arrays.asList(segments).subList(0, ofChannel ? 3 : 2));
    }

    private static String row(String name, String type, JsonNode property) {
        return "| `" + name + "` | " + type + " | " + value(property.path("defaultValue")) + " | "
                + description(name, property.path("description").asString("")) + " |\n";
    }

    private static String value(JsonNode value) {
        String text = value.isArray()
                ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
                : value.asString("");
        return text.isEmpty() ? "" : "`" + text.replace("|", "\\|") + "`";
    }

    private static String description(String name, String text) {
        if (text.isBlank()) {
            throw new IllegalStateException(name + " has no description: add @param to its record");
        }
        String plain = text.replaceAll("\\{@code (.+?)}(?!})", "`$1`")
                .replaceAll("\\{@link (?:\\w+#)?(\\w+)}", "$1")
                .replace("|", "\\|");
        return Character.toUpperCase(plain.charAt(0)) + plain.substring(1) + (plain.endsWith(".") ? "" : ".");
    }

    private static String type(String type) {
        Class<?> enumeration = enumeration(type);
        if (enumeration != null) {
            return Arrays.stream(enumeration.getEnumConstants())
                    .map(value -> "`" + value.toString().toLowerCase(Locale.ROOT) + "`")
                    .collect(Collectors.joining(", "));
        }
        String simple = type.substring(type.lastIndexOf('.') + 1);
        return TYPES.getOrDefault(type, simple.toLowerCase(Locale.ROOT));
    }

    private static @Nullable Class<?> enumeration(String type) {
        try {
            Class<?> found = Class.forName(type);
            return found.isEnum() ? found : null;
        } catch (ClassNotFoundException parameterized) {
            return null;
        }
    }
}
