// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.pin;

import io.domainsharing.ownership.CanonicalAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Where pins outlive the process. Used by one thread at a time; blocks. */
interface PinStorage {
    /**
     * All of them at the start.
     *
     * @throws UncheckedIOException they cannot be read, or are damaged: the start must fail, for mail would go to others than an
     *     operator has said; the message names the place and the remedy
     */
    List<Pin> load();

    /**
     * All of them now, where other nodes may have changed them.
     *
     * @param last what they are to the knowledge of the caller
     * @throws IOException nobody can say now
     */
    List<Pin> read(List<Pin> last) throws IOException;

    /**
     * Takes the place of the pin of its address.
     *
     * @param all what there is with it, and without those that are over
     * @throws IOException it is not known whether it is stored
     */
    void put(Pin pin, List<Pin> all) throws IOException;

    /**
     * Removes the pin of an address, if there is one.
     *
     * @param all what there is without it, and without those that are over
     * @throws IOException it is not known whether it is removed
     */
    void remove(CanonicalAddress address, List<Pin> all) throws IOException;
}
