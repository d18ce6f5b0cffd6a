package io.tocsin.check.redis;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The answer to {@code INFO all}: lines {@code field:value}, some with a list {@code key=value,key=value} as value.
 *
 * @param fields by name
 * @see <a href="https://redis.io/docs/latest/commands/info/">INFO</a>
 */
record RedisInfo(Map<String, String> fields) {

    /** More names than any Redis has commands, so that a module cannot flood the scrape. */
    static final int MOST_COMMANDS = 500;

    static final int MOST_DATABASES = 64;
    private static final String COMMAND = "cmdstat_";
    private static final String DATABASE = "db";

    /** Parses an answer literally: unlike a properties file it has no escapes, and a path may contain a backslash. */
    static RedisInfo parse(String answer) {
        Map<String, String> fields = new HashMap<>();
        answer.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
        });
        return new RedisInfo(Map.copyOf(fields));
    }

    /** The text of a field, empty when there is none. */
    String text(String field) {
        return fields.getOrDefault(field, "");
    }

    /** The number in a field; {@code ok} is 1 and {@code err} is 0. Empty when there is none. */
    OptionalDouble number(String field) {
        return toNumber(text(field));
    }

    /** The role in current terms: Redis says {@code slave}, Valkey and KeyDB say {@code replica}, active-replica. */
    String role() {
        String role = text("role");
        return role.equals("slave") ? "replica" : role;
    }

    boolean loading() {
        return text("loading").equals("1");
    }

    /** Calls and usec of each command, by its name. */
    SortedMap<String, Map<String, String>> commands() {
        return lists(COMMAND, name -> name.substring(COMMAND.length()), MOST_COMMANDS, Comparator.naturalOrder());
    }

    /** Keys, expires and avg_ttl of each database that holds keys, by its name as in {@code db0}. */
    SortedMap<String, Map<String, String>> databases() {
        Comparator<String> byNumber =
                Comparator.<String>comparingInt(String::length).thenComparing(Comparator.naturalOrder());
        return lists(DATABASE, UnaryOperator.identity(), MOST_DATABASES, byNumber);
    }

    private SortedMap<String, Map<String, String>> lists(
            String prefix, UnaryOperator<String> naming, int most, Comparator<String> order) {
        SortedMap<String, Map<String, String>> found = new TreeMap<>(order);
        fields.forEach((name, value) -> {
            if (name.startsWith(prefix) && value.contains("=")) {
                found.put(naming.apply(name), list(value));
            }
        });
        while (found.size() > most) {
            found.remove(found.lastKey());
        }
        return found;
    }

    private static Map<String, String> list(String value) {
        Map<String, String> entries = new HashMap<>();
        for (String entry : value.split(",", -1)) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                entries.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return entries;
    }

    static OptionalDouble toNumber(String text) {
        try {
            return switch (text) {
                case "" -> OptionalDouble.empty();
                case "ok" -> OptionalDouble.of(1);
                case "err", "fail" -> OptionalDouble.of(0);
                default -> OptionalDouble.of(Double.parseDouble(text));
            };
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
