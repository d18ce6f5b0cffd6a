package io.tocsin.alert;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The meaning of the names of severities, ignoring case; within a list the most severe first. A name in no list ranks below
 * warning and above info. A list that is not set has the names in common use, English and Chinese.
 *
 * @param critical Names that require immediate action; these alerts are red, urgent, and sent first.
 * @param error Names between critical and warning.
 * @param warning Names of what should be checked.
 * @param info Names of what requires no action; these alerts are blue, and omitted first where room is short.
 */
@ConfigurationProperties("tocsin.alert.severities")
public record SeverityProperties(
        @Nullable List<String> critical,
        @Nullable List<String> error,
        @Nullable List<String> warning,
        @Nullable List<String> info) {

    /** The defaults. */
    static final SeverityProperties DEFAULT = new SeverityProperties(null, null, null, null);

    private static final String CRITICAL =
            "emergency emerg disaster fatal blocker critical crit page urgent sev0 p0 sev1 p1 紧急 致命 灾难 危急 严重";
    private static final String ERROR = "alert error err high major sev2 p2 错误 高 重要 主要";
    private static final String WARNING = "warning warn average medium moderate minor sev3 p3 警告 告警 中 一般 次要";
    private static final String INFO =
            "low sev4 p4 notice info information informational sev5 p5 debug ok normal none 低 提示 通知 信息 正常 无";

    public SeverityProperties {
        List<String> all = Stream.of(critical, error, warning, info)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .map(SeverityProperties::key)
                .toList();
        if (all.contains("") || Set.copyOf(all).size() < all.size()) {
            throw new IllegalArgumentException(
                    "tocsin.alert.severities has a name that is blank or a duplicate, in any case: name each once");
        }
    }

    static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    List<String> criticalNames() {
        return names(critical, CRITICAL);
    }

    List<String> errorNames() {
        return names(error, ERROR);
    }

    List<String> warningNames() {
        return names(warning, WARNING);
    }

    List<String> infoNames() {
        return names(info, INFO);
    }

    /** A name that is configured in another list is removed from the common ones here. */
    private List<String> names(@Nullable List<String> configured, String common) {
        if (configured != null) {
            return List.copyOf(configured);
        }
        Set<String> elsewhere = Stream.of(critical, error, warning, info)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .map(SeverityProperties::key)
                .collect(Collectors.toSet());
        return Stream.of(common.split(" ", -1))
                .filter(name -> !elsewhere.contains(name))
                .toList();
    }
}
