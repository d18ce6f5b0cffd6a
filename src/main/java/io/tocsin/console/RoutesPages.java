package io.tocsin.console;

import io.tocsin.alert.Alert;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.console.forms.NoSuchPageException;
import io.tocsin.console.view.Ui;
import io.tocsin.console.view.UiFactory;
import io.tocsin.delivery.history.Ledger;
import io.tocsin.delivery.history.Ledger.NotificationRecord;
import io.tocsin.intake.RouteExplanation;
import io.tocsin.intake.RouteExplanations;
import io.tocsin.intake.UnreadablePayloadException;
import io.tocsin.intake.UnstoredWebhooks;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Who would get an alert and why, and who got a notification and why. */
@Controller
class RoutesPages {

    /** Characters of a link to the explanation of a notification's labels. */
    private static final int LONGEST_LINK = 2_000;

    private static final String EXAMPLE = "alertname=\"HighCPU\", severity=\"critical\"";

    private final RouteExplanations explanations;
    private final Ledger ledger;
    private final UnstoredWebhooks unstored;
    private final UiFactory uis;

    RoutesPages(RouteExplanations explanations, Ledger ledger, UnstoredWebhooks unstored, UiFactory uis) {
        this.explanations = explanations;
        this.unstored = unstored;
        this.ledger = ledger;
        this.uis = uis;
    }

    /**
     * The page.
     *
     * @param text what was asked, shown in the form again
     * @param explanation the answer; null when the text could not be read
     * @param wrong what is wrong with the text, in the reader's language; null when nothing is
     */
    public record RoutesView(
            String text,
            @Nullable RouteExplanation explanation,
            @Nullable String wrong) {}

    @GetMapping("/routes")
    ModelAndView form(@RequestParam(defaultValue = EXAMPLE) String text) {
        return explained(text);
    }

    @PostMapping("/routes")
    ModelAndView explained(@RequestParam(defaultValue = "") String text) {
        Ui ui = uis.current();
        if (text.length() > PreviewPages.LONGEST_PAYLOAD) {
            String tooLong = ui.text("routes.tooLong", text.length(), PreviewPages.LONGEST_PAYLOAD);
            return page(HttpStatus.CONTENT_TOO_LARGE, new RoutesView(text, null, tooLong));
        }
        try {
            return page(HttpStatus.OK, new RoutesView(text, explanations.explainText(text), null));
        } catch (UnreadablePayloadException e) {
            String wrong = ui.text("routes.unreadable", String.valueOf(e.getMessage()));
            return page(HttpStatus.BAD_REQUEST, new RoutesView(text, null, wrong));
        }
    }

    @GetMapping("/notifications/{id}")
    String notification(@PathVariable long id, Model model) {
        NotificationRecord found =
                ledger.notification(id).orElseThrow(() -> new NoSuchPageException("routes.gone", String.valueOf(id)));
        model.addAttribute("notification", found);
        model.addAttribute("duplicates", unstored.report().duplicatesOf(id));
        model.addAttribute("today", labels(found.content().alerts()));
        return "notification";
    }

    /** The labels of the first alert, as many as fit into a link. */
    private static String labels(List<Alert> alerts) {
        Map<String, String> labels = alerts.isEmpty() ? Map.of() : alerts.get(0).labels();
        String text = labels.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(label ->
                        LabelMatcher.equal(label.getKey(), label.getValue()).toString())
                .collect(Collectors.joining(", "));
        return text.length() > LONGEST_LINK ? "" : text;
    }

    private ModelAndView page(HttpStatus status, RoutesView view) {
        ModelAndView page = new ModelAndView("routes", "routes", view);
        page.addObject("unstored", unstored.report());
        page.setStatus(status);
        return page;
    }
}
