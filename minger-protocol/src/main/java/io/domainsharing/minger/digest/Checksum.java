// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

/**
 * What two lists that are the same have in common, in whatever order it is counted: how many, all of them by exclusive or, and their
 * sum. It finds what has gone wrong; that nobody changes a list on its way is for TLS.
 */
public record Checksum(int count, long xor, long sum) {
    static Checksum of(long[] hashes) {
        long xor = 0;
        long sum = 0;
        for (long hash : hashes) {
            xor ^= hash;
            sum += hash;
        }
        return new Checksum(hashes.length, xor, sum);
    }
}
