package io.tocsin.security;

import io.tocsin.ConfigurationException;
import io.tocsin.security.TocsinSecurityProperties.Operator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** The configured operators, with their passwords and roles. */
@Component
class Operators implements AuthenticationManager {

    private static final String FIRST = "tocsin.security.operator";

    /** A colon ends the name in HTTP basic (RFC 7617). */
    private static final Pattern NAME = Pattern.compile("[^:\\p{Cntrl}]{1,64}");

    private record Account(SharedSecret password, Role role) {}

    private final Map<String, Account> accounts = new LinkedHashMap<>();

    /**
     * Reads them from the configuration.
     *
     * @throws ConfigurationException when a name is invalid or a duplicate, or a password is missing or too short
     */
    Operators(TocsinSecurityProperties properties, GeneratedSecrets secrets) {
        check(properties);
        Operator first = properties.operator();
        add(
                FIRST + ".username",
                first.username(),
                new Account(secrets.configuredOrKept(first.password(), FIRST + ".password"), first.role()));
        properties.operators().forEach((name, operator) -> {
            String property = FIRST + "s." + name;
            SharedSecret password = SharedSecret.configured(operator.password(), property + ".password");
            if (password == null) {
                throw new ConfigurationException(property + ".password is not set: " + name + " could not sign in.");
            }
            add(property, name, new Account(password, operator.role()));
        });
    }

    private static void check(TocsinSecurityProperties properties) {
        if (properties.sessionLifetime().toSeconds() < 1) {
            throw new ConfigurationException("tocsin.security.session-lifetime must be at least a second: it is "
                    + properties.sessionLifetime() + ".");
        }
        if (properties.sessionsPerOperator() < 1) {
            throw new ConfigurationException("tocsin.security.sessions-per-operator must be at least 1: it is "
                    + properties.sessionsPerOperator() + ".");
        }
    }

    private void add(String property, String name, Account account) {
        if (!NAME.matcher(name).matches()) {
            throw new ConfigurationException(property
                    + ": a user name has 1 to 64 characters, none of them a colon (which ends it in HTTP basic) or a"
                    + " control character.");
        }
        if (accounts.put(name, account) != null) {
            throw new ConfigurationException(property + ": there is another operator named " + name + ".");
        }
    }

    @Override
    public Authentication authenticate(Authentication caller) {
        Account account = accounts.get(caller.getName());
        if (account == null || !account.password().matches(text(caller.getCredentials()))) {
            BadCredentialsException refused = new BadCredentialsException("no operator has this name and password");
            if (account != null) {
                refused.setAuthenticationRequest(
                        caller); // Only for known names: people type passwords into the name field.
            }
            throw refused;
        }
        return UsernamePasswordAuthenticationToken.authenticated(
                caller.getName(), null, account.role().authorities());
    }

    private static String text(@Nullable Object credentials) {
        return credentials == null ? "" : credentials.toString();
    }
}
