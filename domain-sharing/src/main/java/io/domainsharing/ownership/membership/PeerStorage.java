// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.PeerName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** Where {@link StoredPeers} are. Used by one thread at a time; blocks. */
interface PeerStorage {
    /**
     * All of it, before it is taken into use.
     *
     * @throws UncheckedIOException it cannot be read or is damaged: without its peers their mail would be refused as nobody's, so
     *     the start must fail; the message names the place and the remedy
     */
    StoredPeers load();

    /**
     * Takes it into use, once no other process of this node can.
     *
     * @return what it holds now
     * @throws IOException the start must fail
     */
    StoredPeers begin(StoredPeers loaded) throws IOException;

    /**
     * What it holds now, where somebody else may have changed it.
     *
     * @param last what it is to the knowledge of the caller
     * @throws IOException nobody can say now, or it is damaged
     */
    StoredPeers read(StoredPeers last) throws IOException;

    /**
     * Takes the place of what was loaded, read or saved last; on return it outlives the process.
     *
     * @return false: somebody else has changed it, and nothing is saved
     * @throws IOException it is not known whether anything has changed
     */
    boolean save(StoredPeers before, StoredPeers next) throws IOException;

    /** Peers and gateways of other nodes' {@code domainsharing.xml}, as of the last time that it was read. */
    Set<PeerName> othersFiles();

    /** Whether other nodes change it too. */
    boolean isShared();
}
