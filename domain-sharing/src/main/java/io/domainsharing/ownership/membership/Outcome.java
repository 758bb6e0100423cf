// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

/** What came of a change of the peers. */
public enum Outcome {
    DONE,
    /** Nothing has changed: the peer stands in {@code domainsharing.xml}. */
    IN_FILE,
    /** Nothing has changed: there is a peer of that name, and only a new one was wanted. */
    ALREADY_THERE,
    /** Nothing has changed: there is no such peer. */
    NO_SUCH_PEER,
    /** Nothing has changed: DNS names the peer. */
    FOUND_BY_MX,
    /** Nothing has changed: Domain Sharing is switched off. */
    SWITCHED_OFF
}
