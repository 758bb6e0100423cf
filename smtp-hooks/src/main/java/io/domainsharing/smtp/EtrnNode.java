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
    private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final int LONGEST = 255;

    /** Empty: it is no such thing. */
    static Optional<EtrnNode> parse(String argument) {
        boolean andSubdomains = argument.startsWith("@");
        String domain = andSubdomains ? argument.substring(1) : argument;
        return domain.length() <= LONGEST && DOMAIN.matcher(domain).matches()
                ? Optional.of(new EtrnNode(argument, Domain.of(domain), andSubdomains))
                : Optional.empty();
    }

    boolean names(Gateway gateway) {
        String candidate = gateway.domain().asString();
        return gateway.domain().equals(domain) || (andSubdomains && candidate.endsWith("." + domain.asString()));
    }
}
