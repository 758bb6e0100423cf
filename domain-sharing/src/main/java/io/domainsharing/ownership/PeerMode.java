// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

/** What a peer's word counts for (docs/going-live.md). A peer of any mode may ask this server, and hand over mail for accounts here. */
public enum PeerMode {
    /** It is asked, its answers decide, and it gets the mail for its addresses. */
    SHARE,
    /** It is asked behind the verdict, for the rehearsal; nothing is decided by what it says, and no mail goes there. */
    OBSERVE,
    /** It keeps the addresses that are remembered or pinned, and is asked about those alone. */
    DRAIN
}
