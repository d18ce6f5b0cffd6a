package io.tocsin.console;

import io.tocsin.audit.Caller;
import io.tocsin.channel.Targets;
import io.tocsin.console.forms.BadParameterException;
import io.tocsin.console.forms.NoSuchPageException;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.maintenance.TargetReport;
import io.tocsin.delivery.maintenance.TargetReports;
import io.tocsin.delivery.resend.OperatorActions;
import io.tocsin.delivery.resend.OperatorActions.Decided;
import io.tocsin.delivery.resend.ResendResult;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The buttons that send something; each redirects to a page that shows the progress. */
@Controller
class DeliveryActions {

    private static final Pattern KEY = Pattern.compile("[0-9a-f-]{1,64}");

    private final OperatorActions actions;
    private final Targets targets;
    private final TargetReports reports;

    DeliveryActions(OperatorActions actions, Targets targets, TargetReports reports) {
        this.actions = actions;
        this.targets = targets;
        this.reports = reports;
    }

    @PostMapping("/deliveries/{id}/resend")
    String resend(
            @PathVariable String id,
            @RequestParam String key,
            HttpServletRequest request,
            RedirectAttributes redirect) {
        DeliveryId wanted = DeliveryId.parse(id).orElseThrow(() -> new NoSuchPageException("deliveries.unknown", id));
        return after(actions.resend(wanted, checked(key), Caller.of(request)), wanted, redirect);
    }

    /** The page that each result redirects to, and its message. */
    static String after(ResendResult result, DeliveryId wanted, RedirectAttributes redirect) {
        if (result instanceof ResendResult.Queued queued) {
            return delivery(queued.as(), redirect, "deliveries.notice.queued", wanted);
        }
        if (result instanceof ResendResult.Repeated repeated) {
            return delivery(repeated.as(), redirect, "deliveries.notice.repeated", wanted);
        }
        if (result instanceof ResendResult.StillPending) {
            return delivery(wanted, redirect, "deliveries.notice.pending", wanted);
        }
        if (result instanceof ResendResult.NotConfigured gone) {
            return delivery(wanted, redirect, "deliveries.notice.notConfigured", gone.target());
        }
        if (result instanceof ResendResult.Full) {
            return delivery(wanted, redirect, "deliveries.notice.full");
        }
        throw new NoSuchPageException("deliveries.unknown", wanted.toString());
    }

    /** With confirmation: it may be thousands of messages. */
    @GetMapping("/targets/{name}/resend-parked")
    String askToResendParked(@PathVariable String name, Model model) {
        checkTarget(name);
        long parked = reports.all().targets().stream()
                .filter(report -> report.name().equals(name))
                .map(TargetReport::status)
                .mapToLong(status -> status.parked())
                .findFirst()
                .orElse(0);
        model.addAttribute("name", name).addAttribute("parked", parked);
        return "resend-parked";
    }

    @PostMapping("/targets/{name}/resend-parked")
    String resendParked(@PathVariable String name, HttpServletRequest request, RedirectAttributes redirect) {
        return actions.resendParked(name, Caller.of(request))
                .map(outcome -> {
                    String left = outcome.remaining() > 0 ? "deliveries.notice.parkedLeft" : "deliveries.notice.parked";
                    note(redirect, left, name, outcome.resent(), outcome.remaining());
                    return "redirect:/deliveries?target=" + name;
                })
                .orElseThrow(() -> unknownTarget(name));
    }

    /** What waits for a target that is no longer configured. */
    @GetMapping("/targets/{name}/removed")
    String askAboutRemoved(@PathVariable String name, Model model) {
        long waiting = reports.all().targets().stream()
                .filter(report -> report.name().equals(name) && report.target() == null)
                .mapToLong(report -> report.status().pending() + report.status().parked())
                .sum();
        model.addAttribute("name", name).addAttribute("waiting", waiting).addAttribute("others", targets.names());
        return "removed-target";
    }

    @PostMapping("/targets/{name}/send-elsewhere")
    String sendElsewhere(
            @PathVariable String name,
            @RequestParam String to,
            HttpServletRequest request,
            RedirectAttributes redirect) {
        return afterDecision(name, to, actions.sendElsewhere(name, to, Caller.of(request)), redirect);
    }

    @PostMapping("/targets/{name}/discard")
    String discard(@PathVariable String name, HttpServletRequest request, RedirectAttributes redirect) {
        return afterDecision(name, "", actions.discard(name, Caller.of(request)), redirect);
    }

    private static String afterDecision(String name, String to, Decided decided, RedirectAttributes redirect) {
        if (decided instanceof Decided.Done done) {
            String notice = to.isEmpty() ? "targets.removed.notice.discarded" : "targets.removed.notice.sent";
            note(redirect, notice, done.ended(), name, done.sent(), to);
        } else if (decided instanceof Decided.StillConfigured) {
            note(redirect, "targets.removed.notice.configured", name);
        } else if (decided instanceof Decided.HeldByReplica) {
            note(redirect, "targets.removed.notice.held", name);
        } else if (decided instanceof Decided.Full) {
            note(redirect, "targets.removed.notice.full");
        } else {
            throw unknownTarget(to);
        }
        return "redirect:/targets";
    }

    @PostMapping("/targets/{name}/test")
    String test(
            @PathVariable String name,
            @RequestParam String key,
            HttpServletRequest request,
            RedirectAttributes redirect) {
        checkTarget(name);
        return actions.test(name, checked(key), Caller.of(request))
                .map(id -> delivery(id, redirect, "targets.notice.test", name))
                .orElseThrow(() -> new NoSuchPageException("targets.testGone"));
    }

    private static String checked(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new BadParameterException("error.parameter", "key");
        }
        return key;
    }

    private void checkTarget(String name) {
        if (!targets.names().contains(name)) {
            throw unknownTarget(name);
        }
    }

    private static NoSuchPageException unknownTarget(String name) {
        return new NoSuchPageException("targets.unknown", name);
    }

    private static String delivery(DeliveryId id, RedirectAttributes redirect, String notice, Object... arguments) {
        note(redirect, notice, List.of(arguments).stream().map(Object::toString).toArray());
        return "redirect:/deliveries/" + id;
    }

    private static void note(RedirectAttributes redirect, String notice, Object... arguments) {
        redirect.addFlashAttribute("notice", notice).addFlashAttribute("noticeArgs", List.of(arguments));
    }
}
