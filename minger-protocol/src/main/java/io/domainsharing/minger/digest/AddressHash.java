// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import io.domainsharing.minger.DerivedKey;
import io.domainsharing.network.Secret;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The keyed hash of an address: SipHash-2-4 (Aumasson and Bernstein, 2012), 64 bits, with a key that the shared secret yields. Who does
 * not know the secret learns nothing of an address from it. Two of a million addresses have the same one with a probability of one in
 * thirty million. Immutable; any thread.
 */
public final class AddressHash {
    private static final int COMPRESSIONS = 2;
    private static final int FINALIZATIONS = 4;

    private final long key0;
    private final long key1;

    private AddressHash(byte[] key) {
        ByteBuffer halves = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
        key0 = halves.getLong();
        key1 = halves.getLong();
    }

    /** With the key of this secret: the first 16 octets of what it yields. */
    public static AddressHash of(Secret secret) {
        return new AddressHash(DerivedKey.of(secret, DigestKeys.INFO + "hash"));
    }

    static AddressHash ofKey(byte[] key) {
        return new AddressHash(key);
    }

    /** The hash of an address in ASCII, in its canonical spelling: all lower case. */
    public long of(String address) {
        return of(address.getBytes(StandardCharsets.UTF_8));
    }

    long of(byte[] octets) {
        State state = new State(key0, key1);
        ByteBuffer words = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        while (words.remaining() >= Long.BYTES) {
            state.take(words.getLong());
        }
        long last = (long) octets.length << 56;
        for (int shift = 0; words.hasRemaining(); shift += Byte.SIZE) {
            last |= (words.get() & 0xffL) << shift;
        }
        state.take(last);
        return state.end();
    }

    private static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long key0, long key1) {
            // The constants of the specification: "somepseudorandomlygeneratedbytes".
            v0 = key0 ^ 0x736f6d6570736575L;
            v1 = key1 ^ 0x646f72616e646f6dL;
            v2 = key0 ^ 0x6c7967656e657261L;
            v3 = key1 ^ 0x7465646279746573L;
        }

        void take(long word) {
            v3 ^= word;
            rounds(COMPRESSIONS);
            v0 ^= word;
        }

        long end() {
            v2 ^= 0xff;
            rounds(FINALIZATIONS);
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void rounds(int count) {
            for (int i = 0; i < count; i++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
        }
    }
}
