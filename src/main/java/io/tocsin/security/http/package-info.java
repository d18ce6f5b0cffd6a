/** What every request passes before a user is known: addresses, faults, cross-site rules, problem details. */
@NullMarked
package io.tocsin.security.http;

import org.jspecify.annotations.NullMarked;
