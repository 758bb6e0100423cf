// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Words that anybody can write and that a hash table cannot tell apart: all of one hash. */
public final class SameHash {
    private static final int LETTERS = 16;

    private SameHash() {}

    /**
     * So many different words, each of the two parts, which have one hash.
     *
     * @param count at most 65536
     */
    public static List<String> words(int count, String one, String other) {
        if (one.hashCode() != other.hashCode()) {
            throw new IllegalArgumentException(one + " and " + other);
        }
        return IntStream.range(0, count)
                .mapToObj(i -> IntStream.range(0, LETTERS)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? one : other)
                        .collect(Collectors.joining()))
                .toList();
    }
}
