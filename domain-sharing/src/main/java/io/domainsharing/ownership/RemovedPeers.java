// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.Set;

/**
 * The peers and gateways that are removed, and whose queues may still hold mail: not every queue factory of James can list a
 * queue that it has not opened since its start. Thread-safe; may block.
 */
public interface RemovedPeers {
    Set<PeerName> removedNames();

    /** Nothing waits for that one. */
    void forgetRemoved(PeerName name);
}
