package io.tocsin.alert;

import java.util.Map;
import java.util.TreeMap;

/**
 * The sender's key of an alert group; messages of one group belong together.
 *
 * @param value the key, of any length, never empty
 */
public record GroupKey(String value) {

    /** A key for a sender that gave none: the same receiver and labels always give the same key. */
    public static GroupKey of(String receiver, Map<String, String> groupLabels) {
        return new GroupKey("{receiver=\"" + receiver + "\"}:" + new TreeMap<>(groupLabels));
    }
}
