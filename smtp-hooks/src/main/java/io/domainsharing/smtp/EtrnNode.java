// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Gateway;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.james.core.Domain;

/**
 * What an ETRN names (RFC 1985 section 5): a domain, or with {@code @} a domain and all below it.
 *
 * @param name as it came, printable
 */
record EtrnNode(String name, Domain domain, boolean andSubdomains) {
    // Domain takes brackets and any letter there is; the rest of a domain's form it checks itself.
    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9_.-]+");

    /** Empty: it is no such thing. */
    static Optional<EtrnNode> parse(String argument) {
        boolean andSubdomains = argument.startsWith("@");
        String domain = andSubdomains ? argument.substring(1) : argument;
        if (!CHARACTERS.matcher(domain).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EtrnNode(argument, Domain.of(domain), andSubdomains));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean names(Gateway gateway) {
        String candidate = gateway.domain().asString();
        return gateway.domain().equals(domain) || (andSubdomains && candidate.endsWith("." + domain.asString()));
    }
}
