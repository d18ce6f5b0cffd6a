package io.tocsin.security;

import io.tocsin.audit.AuditLog;
import io.tocsin.security.AuthFailures.Endpoint;
import io.tocsin.security.http.CrossSiteFilter;
import io.tocsin.security.http.Problems;
import io.tocsin.security.http.RequestFaultFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.StringUtils;

/**
 * Who may call what: webhooks and business events with their tokens, probes and metrics openly (unless a scrape token is set),
 * everything else, known or not, as an operator: the API here, the pages by {@link ConsoleSecurity}.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /** Requests that change and send nothing: viewers may. */
    private static final RequestMatcher[] READS = {
        PathPatternRequestMatcher.pathPattern(HttpMethod.GET, "/**"),
        PathPatternRequestMatcher.pathPattern(HttpMethod.HEAD, "/**"),
        PathPatternRequestMatcher.pathPattern(HttpMethod.OPTIONS, "/**"),
        PathPatternRequestMatcher.pathPattern(HttpMethod.POST, "/api/v1/messages/preview"),
        PathPatternRequestMatcher.pathPattern(HttpMethod.POST, "/api/v1/routes/explain")
    };

    /** The HTTP meters already count requests; observing each security filter too costs more than the filters do. */
    @Bean
    SecurityObservationSettings securityObservationSettings() {
        return SecurityObservationSettings.noObservations();
    }

    /** After the meters, which thus count refusals, and after the request id, which is thus in the log. */
    @Bean
    FilterRegistrationBean<RequestFaultFilter> requestFaults() {
        FilterRegistrationBean<RequestFaultFilter> registration =
                new FilterRegistrationBean<>(new RequestFaultFilter());
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
        return registration;
    }

    /** One filter and nothing else: thousands of webhooks a second pass through here. */
    @Bean
    @Order(1)
    SecurityFilterChain webhookSecurity(
            TocsinSecurityProperties properties, GeneratedSecrets secrets, AuthFailures failures) {
        SharedSecret token = secrets.configuredOrKept(properties.webhookToken(), "tocsin.security.webhook-token");
        return new DefaultSecurityFilterChain(
                PathPatternRequestMatcher.pathPattern("/webhooks/**"),
                new SharedSecretFilter(token, failures, Endpoint.WEBHOOK));
    }

    @Bean
    @Order(2)
    SecurityFilterChain eventSecurity(
            TocsinSecurityProperties properties, GeneratedSecrets secrets, AuthFailures failures) {
        SharedSecret token = secrets.configuredOrKept(properties.eventsToken(), "tocsin.security.events-token");
        return new DefaultSecurityFilterChain(
                PathPatternRequestMatcher.pathPattern("/api/v1/events/**"),
                new SharedSecretFilter(token, failures, Endpoint.EVENTS));
    }

    @Bean
    @Order(3)
    SecurityFilterChain scrapeSecurity(TocsinSecurityProperties properties, AuthFailures failures) {
        SharedSecret token = SharedSecret.configured(properties.scrapeToken(), "tocsin.security.scrape-token");
        EndpointRequest.EndpointRequestMatcher metrics = EndpointRequest.to("prometheus");
        return token == null
                ? new DefaultSecurityFilterChain(metrics)
                : new DefaultSecurityFilterChain(metrics, new SharedSecretFilter(token, failures, Endpoint.METRICS));
    }

    @Bean
    @Order(4)
    SecurityFilterChain probeSecurity() {
        return new DefaultSecurityFilterChain(EndpointRequest.to("health"), SecurityConfiguration::answerOneLevel);
    }

    /** Components have no children; Actuator fails when one is requested below one that does not exist. */
    private static void answerOneLevel(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = ((HttpServletRequest) request).getServletPath();
        if (StringUtils.countOccurrencesOf(StringUtils.trimTrailingCharacter(path, '/'), "/") > 2) {
            Problems.answer((HttpServletResponse) response, HttpStatus.NOT_FOUND, "no such component");
        } else {
            chain.doFilter(request, response);
        }
    }

    /**
     * Without a session, so that no cookie authenticates, and no CSRF token is needed: the filter checks the origin of
     * requests.
     */
    @Bean
    @Order(5)
    SecurityFilterChain operatorSecurity(
            HttpSecurity http, Operators operators, AuthFailures failures, AuditLog audit) {
        AuthenticationEntryPoint challenge = new BasicChallenge(failures);
        return http.securityMatcher("/api/**")
                .authenticationManager(operators)
                .httpBasic(basic -> basic.authenticationEntryPoint(challenge))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(challenge)
                        .accessDeniedHandler((request, response, denied) -> Problems.answer(
                                response,
                                HttpStatus.FORBIDDEN,
                                "the role viewer may read, and send or change nothing")))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.httpStrictTransportSecurity(hsts -> hsts.includeSubDomains(false)))
                .addFilterBefore(new GuessLimit(failures), BasicAuthenticationFilter.class)
                .addFilterAfter(new BasicUse(audit), BasicAuthenticationFilter.class)
                .addFilterAfter(CrossSiteFilter.api(), AuthorizationFilter.class)
                .logout(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.requestMatchers(READS)
                        .hasRole("VIEWER")
                        .anyRequest()
                        .hasRole("OPERATOR"))
                .build();
    }
}
