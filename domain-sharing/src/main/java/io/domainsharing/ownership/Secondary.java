// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import com.google.common.net.HostAndPort;
import io.domainsharing.network.Network;
import java.net.InetAddress;
import java.util.List;
import org.apache.james.core.Domain;

/**
 * A server that takes and holds mail for some of our domains while this one, their primary, is away (ISMail's relay).
 * Immutable.
 *
 * @param smtp where it is asked for that mail, tried in this order; every entry carries a port
 * @param domains of ours that it holds mail for; at least one, in configured order
 * @param trusted networks whose SMTP sessions and queries are this secondary's; empty: it is nobody in particular
 */
public record Secondary(List<HostAndPort> smtp, List<Domain> domains, List<Network> trusted) {
    public Secondary {
        smtp = List.copyOf(smtp);
        domains = List.copyOf(domains);
        trusted = List.copyOf(trusted);
        if (smtp.isEmpty() || domains.isEmpty()) {
            throw new IllegalArgumentException("a secondary needs an smtp host and a domain");
        }
    }

    /** What the operator knows it by: the first of its hosts. */
    public String name() {
        return smtp.get(0).toString();
    }

    /** Whether a server at this remote address is it. */
    public boolean isAt(InetAddress remote) {
        // A loop, not a stream: this is the path of every RCPT.
        for (Network network : trusted) {
            if (network.contains(remote)) {
                return true;
            }
        }
        return false;
    }
}
