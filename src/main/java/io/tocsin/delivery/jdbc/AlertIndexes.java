package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.jdbc.store.Rows;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts of a notification a delivery contains.
 *
 * @param all whether all of them
 * @param some their indexes, when not all
 */
record AlertIndexes(boolean all, Set<Integer> some) {

    static final AlertIndexes NONE = new AlertIndexes(false, Set.of());
    private static final AlertIndexes ALL = new AlertIndexes(true, Set.of());

    /** The value of the column. */
    static AlertIndexes of(@Nullable String column) {
        List<Integer> indexes = Rows.indexes(column);
        return indexes == null ? ALL : new AlertIndexes(false, Set.copyOf(indexes));
    }

    @Nullable String column() {
        return Rows.text(all ? null : some);
    }

    boolean isNone() {
        return !all && some.isEmpty();
    }

    AlertIndexes and(AlertIndexes others) {
        if (all || others.all) {
            return ALL;
        }
        Set<Integer> union = new TreeSet<>(some);
        union.addAll(others.some);
        return new AlertIndexes(false, union);
    }

    /** Those that are not among the others; all again when only some of them are, since how many there are is not known. */
    AlertIndexes without(AlertIndexes others) {
        if (others.all) {
            return NONE;
        }
        if (all) {
            return ALL;
        }
        Set<Integer> rest = new TreeSet<>(some);
        rest.removeAll(others.some);
        return new AlertIndexes(false, rest);
    }
}
