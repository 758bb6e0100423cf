// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import io.domainsharing.minger.Mailbox;

/** What one inquiry asks, and how. */
record Asked(MingerServer server, Mailbox mailbox, Spelling spelling, Proving proving) {
    /** Whether it may have to be asked without proof, where it was asked with one. */
    boolean mayGoPlainly() {
        return server.secret() != null && proving.way() instanceof Proving.Way.Proven way && !way.isRequired();
    }

    static boolean isProofRequired(MingerServer server, Proving proving) {
        return server.secret() != null && proving.way() instanceof Proving.Way.Proven way && way.isRequired();
    }
}
