package io.tocsin.console;

import io.tocsin.audit.Caller;
import io.tocsin.configuration.ConfigurationReloads;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Which configuration is used, what was wrong with the latest change, and what the other replicas use. */
@Controller
class ConfigurationPage {

    private final ConfigurationReloads reloads;

    ConfigurationPage(ConfigurationReloads reloads) {
        this.reloads = reloads;
    }

    @GetMapping("/configuration")
    String show(Model model) {
        model.addAttribute("state", reloads.view());
        return "configuration";
    }

    @PostMapping("/configuration/reload")
    String reload(HttpServletRequest request, RedirectAttributes redirect) {
        String outcome = reloads.reload(Caller.of(request)).applied() ? "applied" : "refused";
        redirect.addFlashAttribute("notice", "configuration.notice." + outcome)
                .addFlashAttribute("noticeArgs", List.of());
        return "redirect:/configuration";
    }
}
