// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import java.util.Locale;

/** What an entry is about. The words stand in databases: a kind is never renamed. */
public enum StateKind {
    /** The peers added at run time and the names of those removed: one entry. */
    PEERS(true),
    /** The key of the trace: one entry. */
    TRACE_KEY(true),
    /** Who does what only one node does. */
    LEASE(true),
    /** The nodes of the site. */
    NODE(true),
    /** What each node has in its {@code domainsharing.xml}. */
    NODE_FILE(true),
    /** Addresses whose owner an operator has said: at most a thousand. */
    PIN(true),
    /** Addresses that live on several servers: at most a thousand. */
    CONFLICT(true),
    /** Peers that have proven an answer: one entry for each. */
    SIGNING_PEER(true),
    /** Which mails have brought a post to a recipient: there may be half a million. */
    LIST_COPY(false),
    /** Which node tries a mail that waits: as many as are tried at once. */
    MAIL_TURN(false);

    private final boolean listed;

    StateKind(boolean listed) {
        this.listed = listed;
    }

    /** Whether there are so few of them that they can be listed. */
    public boolean isListed() {
        return listed;
    }

    /** As it stands in a database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
