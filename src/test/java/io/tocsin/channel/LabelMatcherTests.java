package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelMatcherTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "severity=\"critical\"; severity=\"critical\"",
                "severity=critical; severity=\"critical\"",
                "  severity  !=  a b  ; severity!=\"a b\"",
                "{severity=critical}; severity=\"critical\"",
                "{ severity = \"critical\" , }; severity=\"critical\"",
                "job=~api|web; job=~\"api|web\"",
                "job!~\"a.*\"; job!~\"a.*\"",
                "job=; job=\"\"",
                "job=\"\"; job=\"\"",
                "job=~a{2}; job=~\"a{2}\"",
                "{job=~a{2}}; job=~\"a{2}\"",
                "\"host name\"=x; \"host name\"=\"x\"",
                "\"a\\\"b\"=x; \"a\\\"b\"=\"x\"",
                "节点=一; \"节点\"=\"一\"",
                "a:b=x; \"a:b\"=\"x\"",
                "x=\"a,b}\"; x=\"a,b}\"",
                "x=\"\\\\ \\\" \\n\"; x=\"\\\\ \\\" \\n\"",
                "x=~\"\\d+\\.\"; x=~\"\\\\d+\\\\.\"",
                "x=~\\d+; x=~\"\\\\d+\"",
            })
    void a_matcher_is_read_as_alertmanager_reads_it(String text, String canonical) {
        List<LabelMatcher> matchers = LabelMatcher.parse(text);

        assertThat(matchers).extracting(LabelMatcher::toString).containsExactly(canonical);
        assertThat(LabelMatcher.parse(canonical)).isEqualTo(matchers).hasSameHashCodeAs(matchers);
    }

    @Test
    void a_list_is_read_with_or_without_braces() {
        assertThat(LabelMatcher.parse("a=1,b!=\"2,3\", c=~x|y"))
                .isEqualTo(LabelMatcher.parse("{a=\"1\", b!=\"2,3\", c=~\"x|y\",}"))
                .extracting(LabelMatcher::name)
                .containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @CsvSource({
        "severity=critical, true",
        "severity!=critical, false",
        "severity=~crit, false",
        "severity=~crit.*, true",
        "severity=~warning|critical, true",
        "severity!~warning|critical, false",
        "severity=~(?i)CRITICAL, true",
        "note=~first.second, false",
        "note=~(?s)first.second, true",
        "missing=\"\", true",
        "missing!=\"\", false",
        "missing!=x, true",
        "missing=~.*, true",
        "missing=~.+, false",
        "missing!~x, true",
        "job=~[[:alpha:]]+, true",
        "job=~(?P<n>a)pi, true",
    })
    void a_matcher_matches_the_whole_value_and_a_missing_label_is_empty(String matcher, boolean matches) {

        assertThat(LabelMatcher.allMatch(
                        LabelMatcher.parse(matcher),
                        Map.of("severity", "critical", "job", "api", "note", "first\nsecond")))
                .isEqualTo(matches);
    }

    @Test
    void all_matchers_must_hold_and_none_always_holds() {
        List<LabelMatcher> both = LabelMatcher.parse("a=1,b=2");

        assertThat(LabelMatcher.allMatch(both, Map.of("a", "1", "b", "2"))).isTrue();
        assertThat(LabelMatcher.allMatch(both, Map.of("a", "1"))).isFalse();
        assertThat(LabelMatcher.allMatch(List.of(), Map.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "severity",
                "=x",
                "\"\"=x",
                "severity=\"critical",
                "severity==critical",
                "severity=~=x",
                "{a=b",
                "a=b\"c\"",
                "a=\"b\"c",
                "a=b,,c=d",
                "a b=c",
                "'a'=b",
                "a=~[",
                "a=~(?=x)",
                "a=~*",
                "a!b",
                "a=" + "\"\\\"",
                ",",
                "a=b,=c"
            })
    void what_is_no_matcher_is_refused_with_a_reason(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelMatcher.parse(text))
                .withMessageMatching("(?s)'.*' is not a (label matcher: .* at position \\d+; write for example .*"
                        + "|regular expression that RE2 knows: .*)");
    }

    @Test
    void no_value_makes_an_expression_slow() {
        List<LabelMatcher> evil = LabelMatcher.parse("a=~\"(a+)+b\"");

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(LabelMatcher.allMatch(evil, Map.of("a", "a".repeat(50_000))))
                        .isFalse());
    }
}
