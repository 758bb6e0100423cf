// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.Peer;

/**
 * What a peer that is put in the place of another keeps of it: what nobody says anew. Immutable.
 *
 * @param secret no one can read it out, to say it again
 * @param mode nobody is to go live by a change of something else
 */
public record Kept(boolean secret, boolean mode) {
    /** The new one is as it says, whatever was there. */
    public static final Kept NOTHING = new Kept(false, false);

    Peer of(Peer before, Peer next) {
        Peer withSecret = secret ? next.withSecret(before.secret()) : next;
        return mode ? withSecret.withMode(before.mode()) : withSecret;
    }
}
