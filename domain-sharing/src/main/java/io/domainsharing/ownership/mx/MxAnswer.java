// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import io.domainsharing.network.Escaped;
import java.time.Duration;
import java.util.List;

/** What DNS says about who takes a domain's mail. */
public sealed interface MxAnswer {
    /**
     * These hosts do. A domain without MX records that has an address takes its mail itself (RFC 5321 section 5.1).
     *
     * @param hosts at least one, each once, in the order of {@link MxHost#BEST_FIRST}
     * @param ttl for how long DNS stands by it
     */
    record Hosts(List<MxHost> hosts, Duration ttl) implements MxAnswer {
        public Hosts {
            hosts = List.copyOf(hosts);
            if (hosts.isEmpty()) {
                throw new IllegalArgumentException("no host");
            }
        }
    }

    /** None, for the domain has no mail (null MX, RFC 7505). */
    record NoMail(Duration ttl) implements MxAnswer {}

    /** There is no such domain, or it has neither MX records nor an address. */
    record NoHosts() implements MxAnswer {}

    /**
     * DNS has not told: a time-out, a failing server, a broken record. To be asked again.
     *
     * @param detail for the operator; what is no printable ASCII in it is escaped
     */
    record NoAnswer(String detail) implements MxAnswer {
        public NoAnswer {
            detail = Escaped.of(detail);
        }
    }
}
