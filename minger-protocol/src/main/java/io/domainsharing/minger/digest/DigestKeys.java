// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import io.domainsharing.minger.DerivedKey;
import io.domainsharing.network.Secret;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;

/**
 * What a shared secret yields for digests: a key for the hashes, one for the proof of each side, and a mark that tells whether two
 * secrets are the same. A proof covers the certificate of the connection, so that nobody can stand between the two (RFC 5929,
 * tls-server-end-point). Immutable; any thread.
 */
public final class DigestKeys {
    static final String INFO = "address-digest v1 ";
    /** Octets of a proof. */
    static final int PROOF = 32;

    private static final int MARK = 16;

    private final AddressHash hash;
    private final byte[] client;
    private final byte[] server;
    private final byte[] mark;

    private DigestKeys(Secret secret) {
        hash = AddressHash.of(secret);
        client = DerivedKey.of(secret, INFO + "client");
        server = DerivedKey.of(secret, INFO + "server");
        mark = DerivedKey.of(secret, INFO + "mark");
    }

    /** The keys of this secret. */
    public static DigestKeys of(Secret secret) {
        return new DigestKeys(secret);
    }

    /** The hash of addresses. */
    public AddressHash hash() {
        return hash;
    }

    /** What tells whether a stored list was hashed with this secret, without telling it: 32 hexadecimal digits. */
    public String mark() {
        return HexFormat.of().formatHex(Arrays.copyOf(mark, MARK));
    }

    Octets clientProof(Binding binding, Position position) {
        return proof(client, binding, position);
    }

    Octets serverProof(Binding binding, Position position) {
        return proof(server, binding, position);
    }

    /** Takes the same time wherever a difference is. */
    boolean isClientProof(Octets shown, Binding binding, Position position) {
        return clientProof(binding, position).equals(shown);
    }

    /** Takes the same time wherever a difference is. */
    boolean isServerProof(Octets shown, Binding binding, Position position) {
        return serverProof(binding, position).equals(shown);
    }

    private static Octets proof(byte[] key, Binding binding, Position position) {
        Mac mac = DerivedKey.mac(key);
        mac.update(binding.certificate().value());
        mac.update(binding.serverNonce().value());
        mac.update(binding.clientNonce().value());
        mac.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(position.epoch())
                .putLong(position.version())
                .flip());
        return Octets.of(mac.doFinal());
    }

    /**
     * What makes a proof worthless in any other connection.
     *
     * @param certificate SHA-256 of the server's certificate in DER
     */
    record Binding(Octets certificate, Octets serverNonce, Octets clientNonce) {}
}
