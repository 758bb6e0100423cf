// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.sharing;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Rule;
import io.domainsharing.ownership.Peer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Two peers that an operator cannot tell apart by their names. */
final class NamesByCase implements SharingRule {
    @Override
    public void check(Sharing sharing, Findings findings) {
        Map<String, Peer> first = new HashMap<>();
        for (Peer peer : sharing.peers()) {
            Peer other = first.putIfAbsent(peer.name().value().toLowerCase(Locale.ROOT), peer);
            if (other != null && !other.name().equals(peer.name())) {
                findings.warning(
                        Rule.NAME_BY_CASE,
                        Sharing.place(peer, "name"),
                        "differs from peer " + other.name() + " in upper and lower case only: they are two peers",
                        "Remove one of the two, or give it another name");
            }
        }
    }
}
