package io.tocsin.console;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The sign-in form; Spring Security handles it. */
@Controller
class SignInPage {

    @GetMapping("/sign-in")
    String form(
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String failed,
            @RequestParam(required = false) @Nullable String wait,
            @RequestParam(name = "signed-out", required = false) @Nullable String signedOut,
            Model model) {
        model.addAttribute("to", to == null ? "" : to);
        model.addAttribute(
                "message", failed != null ? "failed" : wait != null ? "wait" : signedOut != null ? "out" : "");
        return "sign-in";
    }
}
