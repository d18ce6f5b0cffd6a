package io.tocsin.security;

import java.util.List;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

/** The role of an operator. */
enum Role {

    /** Reads: the pages, the history, logs, previews. */
    VIEWER,

    /** Reads, has messages sent, and sees the audit log. */
    OPERATOR;

    /** The authorities that this role gives: its own, and those of the roles below it. */
    List<GrantedAuthority> authorities() {
        return this == OPERATOR
                ? AuthorityUtils.createAuthorityList("ROLE_OPERATOR", "ROLE_VIEWER")
                : AuthorityUtils.createAuthorityList("ROLE_VIEWER");
    }
}
