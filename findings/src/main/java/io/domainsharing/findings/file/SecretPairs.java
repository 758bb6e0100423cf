// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.sharing.Sharing;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.MingerServerConfiguration;
import java.util.List;
import java.util.Optional;

/** Several servers' configurations side by side: whether each asks the other with a secret that it accepts. */
public final class SecretPairs {
    private final List<DomainSharingConfiguration> all;

    /** @param all each of another server */
    public SecretPairs(List<DomainSharingConfiguration> all) {
        this.all = List.copyOf(all);
    }

    /** Compares what one of them says of its peers with what these say of themselves. */
    public void check(DomainSharingConfiguration asking, Findings findings) {
        for (Peer peer : asking.peers()) {
            if (peer.lookup() == LookupMethod.MINGER) {
                Optional<DomainSharingConfiguration> asked = named(peer);
                if (asked.isPresent()) {
                    compare(peer, asked.get(), findings);
                } else if (all.size() > 1) {
                    findings.skipped(
                            Rule.SECRET_PAIR,
                            Sharing.place(peer, "name"),
                            "is the node of none of the folders given, so its secrets were not compared",
                            "Give the folder whose <node> is " + peer.name());
                }
            }
        }
    }

    private Optional<DomainSharingConfiguration> named(Peer peer) {
        return all.stream()
                .filter(other ->
                        other.node().value().equalsIgnoreCase(peer.name().value()))
                .findFirst();
    }

    private static void compare(Peer peer, DomainSharingConfiguration asked, Findings findings) {
        Place secretKey = Sharing.place(peer, "secret");
        MingerServerConfiguration minger = asked.minger().orElse(null);
        if (minger == null) {
            findings.error(
                    Rule.SECRET_PAIR,
                    Sharing.place(peer, "lookup").value("minger"),
                    "asks " + peer.name() + " by Minger, which has no <minger> and answers nobody",
                    "Add <minger> at " + peer.name() + ", or ask it by vrfy");
            return;
        }
        Secret secret = peer.secret();
        if (secret == null ? !minger.anonymous() : !minger.secrets().contains(secret)) {
            findings.error(
                    Rule.SECRET_PAIR,
                    secretKey,
                    secret == null
                            ? "is left out, and " + peer.name() + " answers no anonymous queries"
                            : "is none of those that " + peer.name() + " accepts",
                    "Write a <minger><secret> of " + peer.name() + " here");
        } else {
            findings.ok(Rule.SECRET_PAIR, secretKey, "is one that " + peer.name() + " accepts");
        }
        boolean listens = minger.bind().stream().anyMatch(bind -> bind.getPort() == peer.mingerPort());
        if (!listens) {
            findings.error(
                    Rule.SECRET_PAIR,
                    Sharing.place(peer, "mingerPort").value(peer.mingerPort()),
                    "is no port that " + peer.name() + " listens on",
                    "Write the port of <minger><bind> of " + peer.name());
        }
    }
}
