// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.sharing;

import com.google.common.net.HostAndPort;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import java.util.List;

/** Mail handed over at a port for users' programs, which log in (RFC 6409, RFC 8314): it waits there until it is returned. */
final class SubmissionPorts implements SharingRule {
    private static final List<Integer> USERS = List.of(465, 587);

    @Override
    public void check(Sharing sharing, Findings findings) {
        for (Peer peer : sharing.peers()) {
            peer.smtp().forEach(host -> port(Sharing.place(peer, "smtp"), host, findings));
        }
        for (Gateway gateway : sharing.configuration().gateways()) {
            gateway.smtp().forEach(host -> port(Sharing.place(gateway, "smtp"), host, findings));
        }
    }

    private static void port(Place place, HostAndPort host, Findings findings) {
        if (USERS.contains(host.getPort())) {
            findings.warning(
                    Rule.SMTP_AUTH,
                    place.value(host),
                    "is a port for users' programs, which log in: another server's mail is not taken there and waits",
                    "Write port 25");
        }
    }
}
