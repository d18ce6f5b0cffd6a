package io.tocsin.security;

import io.tocsin.audit.AuditLog;
import io.tocsin.security.http.CrossSiteFilter;
import jakarta.servlet.DispatcherType;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.session.HttpSessionEventPublisher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The pages, and everything else without a chain of its own: a sign-in form, and a session of this process.
 *
 * <p>Nothing is kept for clients that have not signed in: the CSRF token is in a cookie until there is a session, and the
 * requested page is in the address of the form. Basic credentials open the pages too, without a session.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurity {

    static final String SIGN_IN = "/sign-in";
    private static final String SIGN_OUT = "/sign-out";

    /** No page loads from elsewhere, runs inline scripts, or can be framed by another site. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** Requests that change and send nothing: viewers may. */
    private static final RequestMatcher[] READS = {
        PathPatternRequestMatcher.pathPattern(HttpMethod.GET, "/**"),
        PathPatternRequestMatcher.pathPattern(HttpMethod.HEAD, "/**"),
        PathPatternRequestMatcher.pathPattern(HttpMethod.OPTIONS, "/**"),
        PathPatternRequestMatcher.pathPattern(HttpMethod.POST, "/targets/*/preview"),
        PathPatternRequestMatcher.pathPattern(HttpMethod.POST, "/routes")
    };

    @Bean
    @Order(6)
    SecurityFilterChain consoleSignIn(
            HttpSecurity http,
            Operators operators,
            AuthFailures failures,
            AuditLog audit,
            SessionRegistry registry,
            TocsinSecurityProperties properties,
            InstantSource clock) {
        BasicChallenge basicChallenge = new BasicChallenge(failures);
        SignInChallenge challenge = new SignInChallenge(basicChallenge);
        ConsoleSessions sessions = new ConsoleSessions(registry, properties, audit, clock);
        SignInResult result = new SignInResult(failures, audit);
        return http.authenticationManager(operators)
                .httpBasic(basic -> basic.authenticationEntryPoint(basicChallenge))
                .exceptionHandling(errors ->
                        errors.authenticationEntryPoint(challenge).accessDeniedHandler(new ConsoleDenial(challenge)))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .formLogin(
                        form -> form.loginPage(SIGN_IN).successHandler(result).failureHandler(result))
                .addFilterBefore(CrossSiteFilter.pages(), CsrfFilter.class)
                .addFilterBefore(new GuessLimit(failures), UsernamePasswordAuthenticationFilter.class)
                .addFilterBefore(sessions.lifetime(), SecurityContextHolderFilter.class)
                .addFilterAfter(new BasicUse(audit), BasicAuthenticationFilter.class)
                .sessionManagement(sessions::limit)
                .logout(logout -> logout.logoutUrl(SIGN_OUT)
                        .addLogoutHandler(sessions::end)
                        .logoutSuccessUrl(SIGN_IN + "?signed-out")
                        .deleteCookies("TOCSIN_SESSION"))
                .csrf(csrf -> csrf.csrfTokenRepository(new FormTokens()))
                .headers(ConsoleSecurity::harden)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                                .permitAll()
                                .requestMatchers(SIGN_IN, "/assets/**", "/webjars/**")
                                .permitAll()
                                .requestMatchers(
                                        PathPatternRequestMatcher.pathPattern("/audit"),
                                        PathPatternRequestMatcher.pathPattern("/targets/*/resend-parked"))
                                .hasRole("OPERATOR")
                                .requestMatchers(READS)
                                .hasRole("VIEWER")
                                .anyRequest()
                                .hasRole("OPERATOR"))
                .build();
    }

    @Bean
    SessionRegistry sessionRegistry() {
        return new SessionRegistryImpl();
    }

    /** Reports ended sessions to the registry. */
    @Bean
    HttpSessionEventPublisher sessionEvents() {
        return new HttpSessionEventPublisher();
    }

    private static void harden(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
                .httpStrictTransportSecurity(hsts -> hsts.includeSubDomains(false))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::sameOrigin)
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN));
    }
}
