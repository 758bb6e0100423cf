// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Octets that nobody changes: nonces, proofs, hashes. Two are compared in the same time wherever a difference is. */
final class Octets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] octets;

    private Octets(byte[] octets) {
        this.octets = octets;
    }

    static Octets of(byte[] octets) {
        return new Octets(octets.clone());
    }

    static Octets random(int count) {
        byte[] octets = new byte[count];
        RANDOM.nextBytes(octets);
        return new Octets(octets);
    }

    byte[] value() {
        return octets.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets same && MessageDigest.isEqual(octets, same.octets);
    }

    @Override
    public int hashCode() {
        return octets.length == 0 ? 0 : octets[0];
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(octets);
    }
}
