package io.tocsin.channel.template.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.HostileText;
import io.tocsin.channel.template.MessageTemplates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapingTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "node_cpu_seconds; node_cpu_seconds",
                "_it_ and __b__; ＿it＿ and ＿＿b＿＿",
                "a * b; a ＊ b",
                "5 < 6 > 4; 5 < 6 > 4",
                "<b>x</b>; ＜b>x＜/b>",
                "rate(x[5m]) > 3; rate(x[5m]) > 3",
                "[x](http://y); [x］(http://y)",
                "me@x.org; me＠x.org",
                "C:\\dir\\x; C:\\dir\\x",
                "\\\\server; ＼\\server",
            })
    void what_is_harmless_stays_as_it_is(String text, String shown) {
        assertThat(Markdown.inline(text)).isEqualTo(shown);
    }

    @Test
    void lines_of_a_description_stay_lines_and_do_not_become_headings() {
        assertThat(Markdown.block("多行\n# 描述\n---\n\n> x\n- item\n=====")).isEqualTo("多行  \n＃ 描述  \n＞ x  \n- item");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "# 1; ＃ 1",
                "> 90; ＞ 90",
                "---; －－－",
                "===; ＝＝＝",
                "a-b; a-b",
                "me@x.org; me＠x.org",
            })
    void a_line_of_markdown_is_harmless_wherever_it_is_inserted(String text, String shown) {
        assertThat(Markdown.escape(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "node_cpu_seconds => node_cpu_seconds",
                "_it_ and __b__ => ＿it＿ and ＿＿b＿＿",
                "*b* ~s~ `c` => ＊b＊ ～s～ ＇c＇",
                "<!channel> <@U1> a & b => &lt;!channel&gt; &lt;@U1&gt; a &amp; b",
                "> 90 => ＞ 90",
                "a > b => a &gt; b",
                "09:44:38 UTC => 09:44:38 UTC",
                "10.0.0.1:9100 => 10.0.0.1:9100",
                ":fire: :+1: x:100:y => ：fire: ：+1: x：100:y",
                "&amp; => &amp;amp;",
            })
    void a_line_of_mrkdwn_is_harmless_wherever_it_is_inserted(String text, String shown) {
        assertThat(Mrkdwn.escape(text)).isEqualTo(shown);
    }

    @Test
    void lines_of_mrkdwn_stay_lines_and_do_not_become_quotations() {
        assertThat(Mrkdwn.escape("多行\n> x\n\n- item")).isEqualTo("多行\n＞ x\n\n- item");
    }

    @Test
    void text_is_escaped_in_linear_time() {
        HostileText.assertLinear(text -> {
            Markdown.escape(text);
            Markdown.inline(text);
            Markdown.block(text);
            Mrkdwn.escape(text);
        });
    }

    @Test
    void no_line_poses_as_our_own_small_print_or_as_the_target_of_a_link() {
        assertThat(Mrkdwn.escape("-# Delivery oncall-1")).isEqualTo("－# Delivery oncall-1");
        assertThat(Markdown.escape("see [x]\n[x]: https://evil.example"))
                .contains("[x］: https")
                .doesNotContain("]:");
    }

    @Test
    void an_address_in_the_top_level_text_of_a_slack_message_is_no_link() {
        assertThat(MessageTemplates.mrkdwn("http://evil.example and WWW.evil.example"))
                .isEqualTo("http：//evil.example and www．evil.example");
    }
}
