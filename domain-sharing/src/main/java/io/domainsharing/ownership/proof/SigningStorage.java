// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Where it outlives the process which peers have proven their answers. Used by one thread at a time; blocks. */
interface SigningStorage {
    /** Nowhere: nobody is asked. */
    SigningStorage NONE = new SigningStorage() {
        @Override
        public List<SigningPeer> load() {
            return List.of();
        }

        @Override
        public List<SigningPeer> read(List<SigningPeer> last) {
            return last;
        }

        @Override
        public void put(SigningPeer peer, List<SigningPeer> all) {}

        @Override
        public void remove(SigningPeer peer, List<SigningPeer> all) {}
    };

    /**
     * All of them at the start.
     *
     * @throws UncheckedIOException they cannot be read, or are damaged: the start must fail, for forged answers would count; the message
     *     names the place and the remedy
     */
    List<SigningPeer> load();

    /**
     * All of them now, where other nodes may have changed them.
     *
     * @param last what they are to the knowledge of the caller
     * @throws IOException nobody can say now
     */
    List<SigningPeer> read(List<SigningPeer> last) throws IOException;

    /**
     * Takes the place of the one of its name.
     *
     * @param all what there is with it
     * @throws IOException it is not known whether it is stored
     */
    void put(SigningPeer peer, List<SigningPeer> all) throws IOException;

    /**
     * Removes that one, and no other of its name.
     *
     * @param all what there is without it
     * @throws IOException it is not known whether it is removed
     */
    void remove(SigningPeer peer, List<SigningPeer> all) throws IOException;
}
