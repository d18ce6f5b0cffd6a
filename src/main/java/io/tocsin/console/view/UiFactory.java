package io.tocsin.console.view;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.resource.ResourceUrlProvider;
import tools.jackson.databind.json.JsonMapper;

/** Creates the helper of page templates, for the request of the calling thread. */
@Component
public class UiFactory {

    private final MessageSource messages;
    private final ResourceUrlProvider assets;
    private final JsonMapper json;
    private final InstantSource clock;

    UiFactory(MessageSource messages, ResourceUrlProvider assets, JsonMapper json, InstantSource clock) {
        this.messages = messages;
        this.assets = assets;
        this.json = json;
        this.clock = clock;
    }

    public Ui current() {
        HttpServletRequest request =
                ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
        CsrfToken csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        if (csrf != null) {
            csrf.getToken(); // its cookie can only be set before the page begins
        }
        return new Ui(
                new Texts(messages, LocaleContextHolder.getLocale()),
                path -> asset("/assets/" + path),
                path -> asset("/webjars/" + path),
                json,
                clock.instant(),
                csrf,
                request.getRemoteUser(),
                request.isUserInRole("OPERATOR"));
    }

    private String asset(String path) {
        String versioned = assets.getForLookupPath(path);
        if (versioned == null) {
            throw new IllegalArgumentException("no asset " + path);
        }
        return versioned;
    }
}
