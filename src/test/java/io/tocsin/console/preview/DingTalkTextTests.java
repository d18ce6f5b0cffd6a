package io.tocsin.console.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.HostileText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DingTalkTextTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "#### Title → <p class=\"head h4\">Title</p>",
                "**bold** *italic* → <p><b>bold</b> <i>italic</i></p>",
                "2 * 3 * 4 and a_b_c → <p>2 * 3 * 4 and a_b_c</p>",
                "> quoted → <p class=\"quoted\">quoted</p>",
                "- one → <p class=\"item\">one</p>",
                "1. one → <p class=\"item\">one</p>",
                "<font color=\"#D93025\">bad</font> → <p><span class=\"ink-red\">bad</span></p>",
                "<font color=#008000>good</font> → <p><span class=\"ink-green\">good</span></p>",
                "@*** wake up a@example.com → <p><span class=\"mention\">@***</span> wake up a@example.com</p>",
                "a & b < c → <p>a &amp; b &lt; c</p>"
            })
    void what_dingtalk_knows_becomes_a_small_set_of_tags(String markdown, String html) {
        assertThat(DingTalkText.html(markdown)).isEqualTo(html);
    }

    @Test
    void a_line_ends_where_dingtalk_ends_it() {
        assertThat(DingTalkText.html("a\nb  \nc\n\nd")).isEqualTo("<p>a b<br>c</p><p>d</p>");
    }

    @Test
    void a_link_leads_to_the_web_and_a_picture_is_not_loaded() {
        String link = "<a href=\"https://a.example/?a=1&amp;b=2\" target=\"_blank\" rel=\"noreferrer noopener\">";
        assertThat(DingTalkText.html("[Source](https://a.example/?a=1&b=2)"))
                .isEqualTo("<p>" + link + "Source</a></p>");
        assertThat(DingTalkText.html("![](https://a.example/?a=1&b=2)"))
                .isEqualTo("<p>" + link + "https://a.example/?a=1&amp;b=2</a></p>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "[click](javascript:alert) → <p>click</p>",
                "[<b>](data:text/html) → <p>&lt;b&gt;</p>",
                "<script>alert(1)</script> → <p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
                "<font color=\"red\" onclick=\"x\">a</font> → "
                        + "<p>&lt;font color=&quot;red&quot; onclick=&quot;x&quot;&gt;a&lt;/font&gt;</p>",
                "<font color=x><img src=x></font> → <p><span class=\"ink-grey\">&lt;img src=x&gt;</span></p>"
            })
    void what_is_hostile_becomes_text(String markdown, String html) {
        assertThat(DingTalkText.html(markdown)).isEqualTo(html);
    }

    @Test
    void a_message_of_the_longest_size_is_shown_at_once() {
        HostileText.assertWithin(18_000, text -> DingTalkText.html(text + "\n- " + text));
    }
}
