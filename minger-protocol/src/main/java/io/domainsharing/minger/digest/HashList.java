// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import java.util.Arrays;

/** Hashes in ascending order, as signed numbers of 64 bits, each once: eight octets for each. Immutable; any thread. */
public final class HashList {
    /** As many as a list may have. */
    public static final int MAXIMUM = 10_000_000;

    public static final HashList EMPTY = new HashList(new long[0]);

    private final long[] hashes;
    private final Checksum checksum;

    private HashList(long[] hashes) {
        this.hashes = hashes;
        this.checksum = Checksum.of(hashes);
    }

    /** Of these, in whatever order, the first so many of the array; which stays as it is. */
    public static HashList of(long[] hashes, int count) {
        long[] sorted = Arrays.copyOf(hashes, count);
        Arrays.sort(sorted);
        int kept = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[kept++] = sorted[i];
            }
        }
        return new HashList(kept == sorted.length ? sorted : Arrays.copyOf(sorted, kept));
    }

    /**
     * Of what must be in order already.
     *
     * @throws IllegalArgumentException it is not, or something is there twice
     */
    public static HashList ofSorted(long[] hashes) {
        for (int i = 1; i < hashes.length; i++) {
            if (hashes[i] <= hashes[i - 1]) {
                throw new IllegalArgumentException("hashes are not in ascending order");
            }
        }
        return new HashList(hashes.clone());
    }

    /** Whether that hash is in it. */
    public boolean contains(long hash) {
        return Arrays.binarySearch(hashes, hash) >= 0;
    }

    public int size() {
        return hashes.length;
    }

    public Checksum checksum() {
        return checksum;
    }

    /** Some of them, in order. */
    HashList range(int from, int to) {
        return new HashList(Arrays.copyOfRange(hashes, from, to));
    }

    /** One of them, by its place. */
    public long at(int index) {
        return hashes[index];
    }

    /** Copies all of them into an array, from that place on. */
    void copyTo(long[] target, int from) {
        System.arraycopy(hashes, 0, target, from, hashes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HashList list && Arrays.equals(hashes, list.hashes);
    }

    @Override
    public int hashCode() {
        return checksum.hashCode();
    }

    @Override
    public String toString() {
        return hashes.length + " hashes";
    }

    /**
     * With one hash or without it.
     *
     * @throws IllegalArgumentException too many would be in the list, or it is as it is to become
     */
    public HashList with(long hash, boolean isThere) {
        HashList one = new HashList(new long[] {hash});
        return isThere ? with(EMPTY, one) : with(one, EMPTY);
    }

    /**
     * Without some and with others.
     *
     * @param removed all of them in this list
     * @param added none of them in this list
     * @throws IllegalArgumentException it is otherwise, or too many would be in the list
     */
    HashList with(HashList removed, HashList added) {
        long size = (long) hashes.length - removed.size() + added.size();
        if (size < 0 || size > MAXIMUM) {
            throw new IllegalArgumentException("a list cannot have " + size + " hashes");
        }
        Merge merge = new Merge((int) size);
        int gone = 0;
        int come = 0;
        for (long hash : hashes) {
            while (come < added.size() && added.at(come) < hash) {
                merge.add(added.at(come++));
            }
            if (come < added.size() && added.at(come) == hash) {
                throw new IllegalArgumentException("what is added is in the list already");
            }
            if (gone < removed.size() && removed.at(gone) == hash) {
                gone++;
            } else {
                merge.add(hash);
            }
        }
        while (come < added.size()) {
            merge.add(added.at(come++));
        }
        return new HashList(merge.all());
    }

    /** Takes as many as there is room for: what is to be removed and is not there leaves too little of it. */
    private static final class Merge {
        private final long[] merged;
        private int count;

        Merge(int size) {
            merged = new long[size];
        }

        void add(long hash) {
            if (count == merged.length) {
                throw new IllegalArgumentException("what is removed is not in the list");
            }
            merged[count++] = hash;
        }

        long[] all() {
            if (count < merged.length) {
                throw new IllegalArgumentException("what is removed is not in the list");
            }
            return merged;
        }
    }
}
