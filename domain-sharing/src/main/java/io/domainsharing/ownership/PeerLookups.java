// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

/** How each peer is asked. Thread-safe; never blocks. */
@FunctionalInterface
public interface PeerLookups {
    /** The look-up of exactly this peer or gateway's host, as it is configured now. */
    PeerLookup of(Destination destination);
}
