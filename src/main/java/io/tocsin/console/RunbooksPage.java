package io.tocsin.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.commonmark.Extension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Shows {@code docs/runbooks.md}, or the Chinese one. The shipped alerts link to its headings: {@code /runbooks#redisdown}. */
@Controller
class RunbooksPage {

    private static final List<Extension> EXTENSIONS = List.of(HeadingAnchorExtension.create());

    private final String english;
    private final String chinese;

    RunbooksPage(
            @Value("classpath:console/runbooks.md") Resource english,
            @Value("classpath:console/runbooks.zh-CN.md") Resource chinese)
            throws IOException {
        this.english = html(english);
        this.chinese = html(chinese);
    }

    /** Without the link to the other language, which is a page of the documentation. */
    private static String html(Resource runbooks) throws IOException {
        String text = runbooks.getContentAsString(StandardCharsets.UTF_8).replace("（[English](runbooks.md)）", "");
        return HtmlRenderer.builder()
                .extensions(EXTENSIONS)
                .build()
                .render(Parser.builder().extensions(EXTENSIONS).build().parse(text));
    }

    @GetMapping("/runbooks")
    String page(Locale reader, Model model) {
        model.addAttribute("html", reader.getLanguage().equals("zh") ? chinese : english);
        return "runbooks";
    }
}
