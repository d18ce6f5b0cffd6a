package io.tocsin.console.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.HostileText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackTextTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "*bold* and _italic_ and ~gone~ → <b>bold</b> and <i>italic</i> and <s>gone</s>",
                "*_both_* → <b><i>both</i></b>",
                "node_cpu_seconds_total 2*3*4 a~b~c → node_cpu_seconds_total 2*3*4 a~b~c",
                "* not bold * → * not bold *",
                "*open → *open",
                "`a *b* &lt;c&gt;` → <code>a *b* &lt;c&gt;</code>",
                "a &amp; b &lt;b&gt; → a &amp; b &lt;b&gt;",
                "&amp;lt; stays → &amp;lt; stays",
                "<@U012AB3CD> <!here> <!subteam^S01|@ops> <#C01|alerts> <***> → "
                        + "<span class=\"mention\">@U012AB3CD</span> <span class=\"mention\">@here</span> "
                        + "<span class=\"mention\">@ops</span> <span class=\"mention\">#alerts</span> "
                        + "<span class=\"mention\">@***</span>",
                "<!date^1392734382^{date}|Feb 18> → Feb 18",
                "&gt; said → <q class=\"quoted\">said</q>",
                "1 < 2 → 1 &lt; 2"
            })
    void what_slack_knows_becomes_a_small_set_of_tags(String mrkdwn, String html) {
        assertThat(SlackText.html(mrkdwn)).isEqualTo(html);
    }

    @Test
    void lines_and_blocks_of_code_stay() {
        assertThat(SlackText.html("a\nb\n```x *y*\n<z>```\nc")).isEqualTo("a<br>b<pre>x *y*\n&lt;z&gt;</pre><br>c");
        assertThat(SlackText.html("open ``` only")).isEqualTo("open ``` only");
    }

    @Test
    void a_link_leads_to_the_web_and_tells_nobody_where_the_reader_came_from() {
        assertThat(SlackText.html("<https://a.example/x?a=1&amp;b=2|see *here*>"))
                .isEqualTo("<a href=\"https://a.example/x?a=1&amp;b=2\" target=\"_blank\""
                        + " rel=\"noreferrer noopener\">see *here*</a>");
        assertThat(SlackText.html("<http://a.example>"))
                .isEqualTo("<a href=\"http://a.example\" target=\"_blank\" rel=\"noreferrer noopener\">"
                        + "http://a.example</a>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "<javascript:alert(1)|click> → click",
                "<data:text/html;base64,PHNjcmlwdD4=|click> → click",
                "<https://a.example/\" onclick=\"alert(1)|click> → click",
                "<https:///nohost|click> → click",
                "<script>alert(1)</script> → scriptalert(1)/script",
                "\"quoted\" 'single' → &quot;quoted&quot; &#39;single&#39;"
            })
    void what_is_hostile_becomes_text(String mrkdwn, String html) {
        assertThat(SlackText.html(mrkdwn)).isEqualTo(html);
    }

    @Test
    void a_message_of_the_longest_size_is_shown_at_once() {
        HostileText.assertWithin(12_000, text -> SlackText.html(text));
    }
}
