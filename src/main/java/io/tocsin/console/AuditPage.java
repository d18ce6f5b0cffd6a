package io.tocsin.console;

import io.tocsin.audit.AuditLog;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Recent actions of operators, and failed sign-ins. */
@Controller
class AuditPage {

    private static final int MOST = 200;

    private final AuditLog audit;

    AuditPage(AuditLog audit) {
        this.audit = audit;
    }

    @GetMapping("/audit")
    String latest(Model model) {
        model.addAttribute("entries", audit.latest(MOST)).addAttribute("most", MOST);
        return "audit";
    }
}
