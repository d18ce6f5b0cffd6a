package io.tocsin.security;

import io.tocsin.security.AuthFailures.Endpoint;
import io.tocsin.security.TocsinSecurityProperties.Operator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Who may call what: webhooks and business events with their tokens, probes and metrics openly (unless a scrape token is set), everything else,
 * known or not, as the operator: the API here, the pages by {@link ConsoleSecurity}.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    static final String OPERATOR_ROLE = "ROLE_OPERATOR";

    /** The HTTP meters count requests already; observing each security filter too costs more than the filters do. */
    @Bean
    SecurityObservationSettings securityObservationSettings() {
        return SecurityObservationSettings.noObservations();
    }

    /** One filter and nothing else: thousands of webhooks a second pass here. */
    @Bean
    @Order(1)
    SecurityFilterChain webhookSecurity(TocsinSecurityProperties properties, AuthFailures failures) {
        SharedSecret token =
                SharedSecret.configuredOrGenerated(properties.webhookToken(), "tocsin.security.webhook-token");
        return new DefaultSecurityFilterChain(
                PathPatternRequestMatcher.pathPattern("/webhooks/**"),
                new SharedSecretFilter(token, failures, Endpoint.WEBHOOK));
    }

    @Bean
    @Order(2)
    SecurityFilterChain eventSecurity(TocsinSecurityProperties properties, AuthFailures failures) {
        SharedSecret token =
                SharedSecret.configuredOrGenerated(properties.eventsToken(), "tocsin.security.events-token");
        return new DefaultSecurityFilterChain(
                PathPatternRequestMatcher.pathPattern("/api/v1/events/**"),
                new SharedSecretFilter(token, failures, Endpoint.EVENTS));
    }

    @Bean
    @Order(3)
    SecurityFilterChain scrapeSecurity(TocsinSecurityProperties properties, AuthFailures failures) {
        SharedSecret token = SharedSecret.configured(properties.scrapeToken());
        EndpointRequest.EndpointRequestMatcher metrics = EndpointRequest.to("prometheus");
        return token == null
                ? new DefaultSecurityFilterChain(metrics)
                : new DefaultSecurityFilterChain(metrics, new SharedSecretFilter(token, failures, Endpoint.METRICS));
    }

    @Bean
    @Order(4)
    SecurityFilterChain probeSecurity() {
        return new DefaultSecurityFilterChain(EndpointRequest.to("health"));
    }

    /**
     * Without a session, so that no cookie lets anybody in, and no token is needed against forged requests: the filter knows them
     * by where they come from.
     */
    @Bean
    @Order(5)
    SecurityFilterChain operatorSecurity(HttpSecurity http, AuthenticationManager operators, AuthFailures failures) {
        AuthenticationEntryPoint challenge = new BasicChallenge(failures);
        return http.securityMatcher("/api/**")
                .authenticationManager(operators)
                .httpBasic(basic -> basic.authenticationEntryPoint(challenge))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(challenge))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .addFilterAfter(new CrossSiteFilter(), AuthorizationFilter.class)
                .logout(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.anyRequest().hasAuthority(OPERATOR_ROLE))
                .build();
    }

    @Bean
    AuthenticationManager operators(TocsinSecurityProperties properties) {
        Operator operator = properties.operator();
        SharedSecret password =
                SharedSecret.configuredOrGenerated(operator.password(), "tocsin.security.operator.password");
        return caller -> authenticated(caller, operator.username(), password);
    }

    private static Authentication authenticated(Authentication caller, String username, SharedSecret password) {
        if (!password.matches(text(caller.getCredentials())) || !username.equals(caller.getName())) {
            throw new BadCredentialsException("not the operator");
        }
        return UsernamePasswordAuthenticationToken.authenticated(
                username, null, AuthorityUtils.createAuthorityList(OPERATOR_ROLE));
    }

    private static String text(@Nullable Object credentials) {
        return credentials == null ? "" : credentials.toString();
    }
}
