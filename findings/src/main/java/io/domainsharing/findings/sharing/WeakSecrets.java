// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.sharing;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.network.Secret;
import org.jspecify.annotations.Nullable;

/** Secrets that a stranger who hears one digest finds by trying. */
final class WeakSecrets implements SharingRule {
    @Override
    public void check(Sharing sharing, Findings findings) {
        sharing.configuration().minger().ifPresent(minger -> minger.secrets()
                .forEach(secret -> strength(Sharing.FILE.key("minger/secret"), secret, findings)));
        sharing.peers().forEach(peer -> strength(Sharing.place(peer, "secret"), peer.secret(), findings));
        sharing.configuration()
                .gateways()
                .forEach(gateway -> strength(Sharing.place(gateway, "secret"), gateway.secret(), findings));
    }

    private static void strength(Place place, @Nullable Secret secret, Findings findings) {
        if (secret != null && secret.isWeak()) {
            findings.warning(
                    Rule.WEAK_SECRET,
                    place,
                    "is shorter than 16 characters, hence easy to guess",
                    "Choose 16 to 50 random characters, at both servers");
        }
    }
}
