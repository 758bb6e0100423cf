// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import java.util.List;

/**
 * A login (RFC 4954).
 *
 * @param mechanisms PLAIN and LOGIN, in the order of preference
 */
public record Credentials(String user, String password, List<String> mechanisms) {
    public static final List<String> MECHANISMS = List.of("PLAIN", "LOGIN");

    public Credentials {
        mechanisms = List.copyOf(mechanisms);
        if (user.isEmpty() || mechanisms.isEmpty() || !MECHANISMS.containsAll(mechanisms)) {
            throw new IllegalArgumentException("a login needs a user, and mechanisms of " + MECHANISMS);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
