package io.tocsin.console;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.RenderedMessage;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.console.forms.NoSuchPageException;
import io.tocsin.console.preview.MessageHtml;
import io.tocsin.console.preview.ShownMessage;
import io.tocsin.console.view.UiFactory;
import io.tocsin.intake.MessagePreviews;
import io.tocsin.intake.UnreadablePayloadException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Shows a message as a target's readers would see it, without sending it. */
@Controller
class PreviewPages {

    /** Characters; each may need nine bytes of a form, of which the server accepts 2 MB. */
    static final int LONGEST_PAYLOAD = 200_000;

    /** A mail has its own style; it may load nothing, run nothing, and be framed by the preview only. */
    private static final String MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox;"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private final MessagePreviews previews;
    private final Targets targets;
    private final MailDocuments documents;
    private final UiFactory uis;

    PreviewPages(MessagePreviews previews, Targets targets, MailDocuments documents, UiFactory uis) {
        this.previews = previews;
        this.targets = targets;
        this.documents = documents;
        this.uis = uis;
    }

    /**
     * The page.
     *
     * @param target the target's name
     * @param channel its channel, in lower case
     * @param payload the submitted payload; empty for the sample
     * @param shown the message; null when the payload has none
     * @param document the address of a mail's HTML; null when it has none
     * @param problem why this is the plain form; null when it is the channel's own
     * @param wrong what is wrong with the payload, in the reader's language; null when nothing is
     * @param others the names of the targets to choose from
     */
    public record PreviewView(
            String target,
            String channel,
            String payload,
            @Nullable ShownMessage shown,
            @Nullable String document,
            @Nullable String problem,
            @Nullable String wrong,
            List<String> others) {}

    @GetMapping("/targets/{name}/preview")
    String sample(@PathVariable String name, Model model) {
        Target target = target(name);
        model.addAttribute("preview", rendered(target, ""));
        return "preview";
    }

    @PostMapping("/targets/{name}/preview")
    ModelAndView pasted(@PathVariable String name, @RequestParam(defaultValue = "") String payload) {
        Target target = target(name);
        if (payload.length() > LONGEST_PAYLOAD) {
            String tooLong = uis.current().text("targets.preview.tooLong", payload.length(), LONGEST_PAYLOAD);
            return page(HttpStatus.CONTENT_TOO_LARGE, refused(target, payload, tooLong));
        }
        try {
            return page(HttpStatus.OK, rendered(target, payload));
        } catch (UnreadablePayloadException wrong) {
            return page(
                    HttpStatus.BAD_REQUEST,
                    refused(
                            target,
                            payload,
                            uis.current().text("targets.preview.unreadable", String.valueOf(wrong.getMessage()))));
        }
    }

    /** A mail's HTML, for the frame in the page. */
    @GetMapping("/targets/{name}/preview/{id}")
    ResponseEntity<String> mail(@PathVariable String id) {
        return documents
                .find(id)
                .map(html -> mail(HttpStatus.OK, html))
                .orElseGet(() -> mail(
                        HttpStatus.NOT_FOUND,
                        "<!DOCTYPE html><title>404</title><p>" + uis.current().text("targets.preview.gone")));
    }

    private static ResponseEntity<String> mail(HttpStatus status, String html) {
        return ResponseEntity.status(status)
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .header("Content-Security-Policy", MAIL_POLICY)
                .body(html);
    }

    private PreviewView rendered(Target target, String payload) {
        byte[] body = payload.isBlank() ? null : payload.getBytes(StandardCharsets.UTF_8);
        RenderedMessage message = previews.preview(target.name(), body).orElseThrow(() -> unknown(target.name()));
        ShownMessage shown = MessageHtml.of(target.channel(), message);
        String html = shown.document();
        String document = html == null ? null : "/targets/" + target.name() + "/preview/" + documents.keep(html);
        return view(target, payload, shown, document, message.problem(), null);
    }

    private PreviewView refused(Target target, String payload, String wrong) {
        return view(target, payload, null, null, null, wrong);
    }

    private PreviewView view(
            Target target,
            String payload,
            @Nullable ShownMessage shown,
            @Nullable String document,
            @Nullable String problem,
            @Nullable String wrong) {
        ChannelType channel = target.channel();
        return new PreviewView(
                target.name(), channel.label(), payload, shown, document, problem, wrong, List.copyOf(targets.names()));
    }

    private static ModelAndView page(HttpStatus status, PreviewView view) {
        ModelAndView page = new ModelAndView("preview", "preview", view);
        page.setStatus(status);
        return page;
    }

    private Target target(String name) {
        return targets.all().stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    private static NoSuchPageException unknown(String name) {
        return new NoSuchPageException("targets.unknown", name);
    }
}
