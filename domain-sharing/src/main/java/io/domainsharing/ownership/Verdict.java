// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.List;

/** Who owns an address of a shared domain. */
public sealed interface Verdict {
    /** This server does. */
    record Local(LocalMatch match) implements Verdict {}

    /** That peer does: it said so now, or within the last five days. */
    record OnPeer(PeerName owner, Source source) implements Verdict {}

    /** Every peer that could have it said no, and so did this server. */
    record Nobody() implements Verdict {}

    /** Nobody said yes, and somebody did not say no. Never the same as {@link Nobody}. */
    record Undetermined(List<Doubt> doubts) implements Verdict {
        public Undetermined {
            doubts = List.copyOf(doubts);
        }

        /** Whether a server has the mailbox but cannot take mail for it now (RFC 3463 4.2.1, else 4.4.3). */
        public boolean mailboxUnavailable() {
            return doubts.stream().anyMatch(Doubt::mailboxUnavailable);
        }
    }

    /** Where {@link OnPeer} comes from. */
    enum Source {
        CACHE,
        ASKED
    }

    /**
     * Why one server's word is missing.
     *
     * @param who the peer's name, or "local directory"
     * @param reason for logs, safe to print
     * @param mailboxUnavailable the server has the mailbox but it takes no mail now
     */
    record Doubt(String who, String reason, boolean mailboxUnavailable) {}
}
