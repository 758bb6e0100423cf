// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.sharing;

import com.google.common.net.HostAndPort;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Rule;
import io.domainsharing.ownership.Peer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One host in two peers: each address there has two owners. */
final class SameHost implements SharingRule {
    @Override
    public void check(Sharing sharing, Findings findings) {
        Map<String, Peer> first = new HashMap<>();
        for (Peer peer : sharing.peers()) {
            for (HostAndPort host : peer.smtp()) {
                Peer other = first.putIfAbsent(host.toString().toLowerCase(Locale.ROOT), peer);
                if (other != null && !other.name().equals(peer.name())) {
                    findings.error(
                            Rule.SAME_HOST,
                            Sharing.place(peer, "smtp").value(host),
                            "is a host of peer " + other.name()
                                    + " too: each address there has two owners, which is a conflict",
                            "Remove one of the two, or correct its host");
                }
            }
        }
    }
}
