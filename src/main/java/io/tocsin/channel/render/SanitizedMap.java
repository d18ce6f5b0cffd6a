package io.tocsin.channel.render;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Labels or annotations whose values are sanitized on access: few are read, and a value may be huge. */
final class SanitizedMap extends AbstractMap<String, String> {

    private final Map<String, String> raw;
    private final UnaryOperator<String> clean;

    SanitizedMap(Map<String, String> raw, UnaryOperator<String> clean) {
        this.raw = raw;
        this.clean = clean;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        String value = raw.get(name);
        return value == null ? null : clean.apply(value);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return raw.containsKey(name);
    }

    @Override
    public int size() {
        return raw.size();
    }

    /** In order of the names. */
    @Override
    public Set<Entry<String, String>> entrySet() {
        Map<String, String> cleaned = new TreeMap<>();
        raw.forEach((name, value) -> cleaned.put(clean.apply(name), clean.apply(value)));
        return cleaned.entrySet();
    }
}
