package io.tocsin.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Shows {@code docs/runbooks.md}. The shipped alerts link to its headings: {@code /runbooks#redisdown}. */
@Controller
class RunbooksPage {

    private final String html;

    RunbooksPage(@Value("classpath:console/runbooks.md") Resource runbooks) throws IOException {
        List<Extension> extensions = List.of(HeadingAnchorExtension.create());
        html = HtmlRenderer.builder()
                .extensions(extensions)
                .build()
                .render(Parser.builder()
                        .extensions(extensions)
                        .build()
                        .parse(runbooks.getContentAsString(StandardCharsets.UTF_8)));
    }

    @GetMapping("/runbooks")
    String page(Model model) {
        model.addAttribute("html", html);
        return "runbooks";
    }
}
