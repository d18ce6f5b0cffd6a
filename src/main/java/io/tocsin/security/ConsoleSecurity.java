package io.tocsin.security;

import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;

/**
 * The pages, and whatever else has no chain of its own: a form to sign in, and a session of this process.
 *
 * <p>Nothing is kept for who has not signed in: the token against forged forms is in a cookie of its own, and the page that was
 * asked for is in the address of the form. Basic credentials open the pages too, without a session.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurity {

    static final String SIGN_IN = "/sign-in";
    private static final String SIGN_OUT = "/sign-out";

    /** No page loads from elsewhere, runs what is written within it, or is shown within another site's. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    @Bean
    @Order(6)
    SecurityFilterChain consoleSignIn(HttpSecurity http, AuthenticationManager operators, AuthFailures failures) {
        BasicChallenge basicChallenge = new BasicChallenge(failures);
        SignInChallenge challenge = new SignInChallenge(basicChallenge);
        SignInResult result = new SignInResult(failures);
        return http.authenticationManager(operators)
                .httpBasic(basic -> basic.authenticationEntryPoint(basicChallenge))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(challenge))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .formLogin(
                        form -> form.loginPage(SIGN_IN).successHandler(result).failureHandler(result))
                .addFilterBefore(new SignInLimit(failures), UsernamePasswordAuthenticationFilter.class)
                .logout(logout -> logout.logoutUrl(SIGN_OUT)
                        .logoutSuccessUrl(SIGN_IN + "?signed-out")
                        .deleteCookies("TOCSIN_SESSION"))
                .csrf(csrf -> csrf.csrfTokenRepository(tokens()))
                .headers(ConsoleSecurity::harden)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                                .permitAll()
                                .requestMatchers(SIGN_IN, "/assets/**", "/webjars/**")
                                .permitAll()
                                .anyRequest()
                                .hasAuthority(SecurityConfiguration.OPERATOR_ROLE))
                .build();
    }

    private static void harden(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::sameOrigin)
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN));
    }

    private static CookieCsrfTokenRepository tokens() {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName("TOCSIN_FORM");
        tokens.setCookieCustomizer(cookie -> cookie.httpOnly(true).sameSite("Lax"));
        return tokens;
    }
}
