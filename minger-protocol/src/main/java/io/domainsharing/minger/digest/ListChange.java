// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

/**
 * What makes one list of another. Immutable; any thread.
 *
 * @param after of the list that it leads to
 */
public record ListChange(HashList removed, HashList added, Checksum after) {
    /** What has to happen to the one for it to become the other. */
    public static ListChange between(HashList before, HashList after) {
        long[] removed = new long[before.size()];
        long[] added = new long[after.size()];
        int gone = 0;
        int come = 0;
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (j == after.size() || (i < before.size() && before.at(i) < after.at(j))) {
                removed[gone++] = before.at(i++);
            } else if (i == before.size() || after.at(j) < before.at(i)) {
                added[come++] = after.at(j++);
            } else {
                i++;
                j++;
            }
        }
        return new ListChange(HashList.of(removed, gone), HashList.of(added, come), after.checksum());
    }

    /**
     * The list that comes of this one.
     *
     * @throws IllegalArgumentException it is a change of another list
     */
    public HashList of(HashList before) {
        HashList result = before.with(removed, added);
        if (!result.checksum().equals(after)) {
            throw new IllegalArgumentException("the change leads to another list than it says");
        }
        return result;
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** How many hashes it has. */
    public int size() {
        return removed.size() + added.size();
    }
}
