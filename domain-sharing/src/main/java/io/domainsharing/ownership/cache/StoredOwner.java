// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

/**
 * What the store keeps of one address.
 *
 * @param owner name of the peer
 * @param foundAt when it said yes, in seconds since 1970
 */
record StoredOwner(String owner, long foundAt) {
    /**
     * Reads {@link #toText}.
     *
     * @throws IllegalArgumentException it is something else: the file is damaged or not ours
     */
    static StoredOwner parse(String text) {
        int space = text.indexOf(' ');
        if (space < 1 || space == text.length() - 1) {
            throw new IllegalArgumentException("not an owner");
        }
        return new StoredOwner(text.substring(space + 1), Long.parseLong(text, 0, space, 10));
    }

    String toText() {
        return foundAt + " " + owner;
    }
}
