package io.tocsin.channel.template.model;

import freemarker.template.TemplateCollectionModel;
import freemarker.template.TemplateHashModelEx2;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateModelIterator;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map, as templates see it: {@code labels.team}, or {@code <#list labels as name, value>}. */
record MapModel(Map<?, ?> map, ViewWrapper wrapper) implements TemplateHashModelEx2 {

    @Override
    public @Nullable TemplateModel get(String key) throws TemplateModelException {
        return wrapper.wrap(map.get(key));
    }

    @Override
    public boolean isEmpty() {
        return map.isEmpty();
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public TemplateCollectionModel keys() {
        return collection(map.keySet());
    }

    @Override
    public TemplateCollectionModel values() {
        return collection(map.values());
    }

    private TemplateCollectionModel collection(Collection<?> items) {
        return () -> new Items(items.iterator(), wrapper);
    }

    @Override
    public KeyValuePairIterator keyValuePairIterator() {
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        return new KeyValuePairIterator() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public KeyValuePair next() {
                return new Pair(entries.next(), wrapper);
            }
        };
    }

    private record Items(Iterator<?> items, ViewWrapper wrapper) implements TemplateModelIterator {

        @Override
        public @Nullable TemplateModel next() throws TemplateModelException {
            return wrapper.wrap(items.next());
        }

        @Override
        public boolean hasNext() {
            return items.hasNext();
        }
    }

    private record Pair(Map.Entry<?, ?> entry, ViewWrapper wrapper) implements KeyValuePair {

        @Override
        public @Nullable TemplateModel getKey() throws TemplateModelException {
            return wrapper.wrap(entry.getKey());
        }

        @Override
        public @Nullable TemplateModel getValue() throws TemplateModelException {
            return wrapper.wrap(entry.getValue());
        }
    }
}
