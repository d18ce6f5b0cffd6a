package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(a{1000}){1000}",
                "(?:a{500}b){3}",
                "(a{0,100}){11,}",
                "((a{10}){10}){11}",
                "(a{1001})",
                "[(]{2}(\\({600}){2}",
                "(abcdefghijklmnopqrstu){1000}",
            })
    void an_expression_whose_repetitions_multiply_is_refused_before_it_is_compiled(String regex) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelMatcher.parse("d=~\"" + regex + "\""))
                .withMessageContaining("is a regular expression that costs too much");
    }

    @Test
    void an_expression_of_thousands_of_nested_groups_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelMatcher.parse("d=~\"" + "(".repeat(50_000) + ")".repeat(50_000) + "\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a{10}){100}",
                "(a{1000}|b{1000})",
                "\\(a{1000}\\){2}x",
                "[({]{1000}",
                "\\Q(a{1000}\\E{2}",
                "\\p{Greek}{2}",
                "[[:alpha:]{}]{9}",
                "a{,1000}",
                "[]a]{3}"
            })
    void an_expression_within_the_limit_is_taken(String regex) {
        assertThat(LabelMatcher.parse("d=~\"" + regex.replace("\\", "\\\\") + "\""))
                .hasSize(1);
    }

    /** What is looked for first must never say no where the expression itself says yes. */
    @Test
    void the_short_cuts_decide_as_the_expression_does() {
        Random random = new Random(7);
        String[] parts = {
            "a",
            "b",
            "ab",
            ".",
            ".*",
            "a*",
            "b?",
            "a+",
            "(a|b)",
            "(?:ab)?",
            "|",
            "[ab]",
            "\\.",
            "a{2}",
            "a{0}",
            "^",
            "$",
            "(?i)A",
            "\\Qa.b\\E",
            "😀",
            "😀*",
            "{",
            "b{,2}",
            "\n"
        };
        String[] values = {
            "", "a", "b", "ab", "aab", "abab", "a.b", "A", "aA", "ba", "😀", "b😀", "{", "b{,2}", "a\nb", "."
        };
        for (int n = 0; n < 20_000; n++) {
            StringBuilder regex = new StringBuilder();
            random.ints(random.nextInt(6), 0, parts.length).forEach(part -> regex.append(parts[part]));
            Pattern pattern;
            try {
                pattern = Pattern.compile(regex.toString());
            } catch (PatternSyntaxException none) {
                continue;
            }
            LabelMatcher matcher = new LabelMatcher("l", LabelMatcher.Operator.MATCHES, regex.toString());
            for (String value : values) {
                assertThat(matcher.matches(Map.of("l", value)))
                        .as(regex + " on " + value)
                        .isEqualTo(pattern.matches(value));
            }
        }
    }
}
