// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import com.google.common.net.HostAndPort;
import java.util.List;

/** Where this server may send a domain's mail by its MX records. */
public sealed interface MxRoute {
    /**
     * To these.
     *
     * @param hosts at least one, best first; those of equal preference in no order
     */
    record Through(List<HostAndPort> hosts) implements MxRoute {
        public Through {
            hosts = List.copyOf(hosts);
        }
    }

    /** Nowhere, for good: this server is the best host of a domain that it does not know. */
    record ThisServerIsBest() implements MxRoute {}

    /** Nowhere, for good: the domain has no mail (RFC 7505). */
    record NoMail() implements MxRoute {}

    /** Nowhere: there is no such domain, or no host of it. */
    record Nowhere() implements MxRoute {}

    /**
     * Not to be told now.
     *
     * @param detail for the operator, safe to log
     */
    record Unknown(String detail) implements MxRoute {}
}
