// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import io.domainsharing.network.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * The keys that prove queries and answers, derived from a shared secret (docs/signed-minger.md): one for each direction, by HKDF (RFC
 * 5869) with a label, so that a query that is sent back proves nothing as an answer. Deriving them costs six HMACs, so they are kept.
 * Any thread.
 */
public final class ProofKeys {
    /** Octets that are sent of each MAC. */
    private static final int SENT = 16;

    private static final byte VERSION = 1;

    // One MAC for each thread, ready with its key: getting one costs more than using it. Classes of Java only, so they
    // may outlive us.
    private final ThreadLocal<Mac> query;
    private final ThreadLocal<Mac> answer;
    private final byte[] markKey;

    private ProofKeys(Secret secret) {
        query = keyed(key(secret, "query"));
        answer = keyed(key(secret, "answer"));
        markKey = key(secret, "mark");
    }

    /** The keys of this secret. */
    public static ProofKeys of(Secret secret) {
        return new ProofKeys(secret);
    }

    static byte[] key(Secret secret, String use) {
        return DerivedKey.of(secret, "minger-proof v1 " + use);
    }

    private static ThreadLocal<Mac> keyed(byte[] key) {
        return ThreadLocal.withInitial(() -> DerivedKey.mac(key));
    }

    /** The proof that a query about this mailbox, spelt so, carries with this nonce. */
    public Proof ofQuery(Mailbox mailbox, Nonce nonce) {
        return proof(query.get(), null, mailbox, nonce);
    }

    /** The proof of the answer to a query about this mailbox, spelt as the query has it, with the nonce of the query. */
    public Proof ofAnswer(Mailbox mailbox, MingerStatus status, Nonce nonce) {
        return proof(answer.get(), status, mailbox, nonce);
    }

    /** Whether a query about this mailbox comes from somebody who knows the secret. Takes the same time wherever a difference is. */
    public boolean proveQuery(Mailbox mailbox, Proof proof) {
        return isSame(ofQuery(mailbox, proof.nonce()), proof);
    }

    /**
     * Whether the answer to a query about this mailbox, spelt as the query has it, comes from somebody who knows the secret. That it is the
     * answer to this query the nonce says, which is the caller's to compare. Takes the same time wherever a difference is.
     */
    public boolean proveAnswer(Mailbox mailbox, MingerStatus status, Proof proof) {
        return isSame(ofAnswer(mailbox, status, proof.nonce()), proof);
    }

    /** What tells whether two secrets are the same, for this text, without telling either: 32 hexadecimal digits. */
    public String mark(String text) {
        return sent(DerivedKey.mac(markKey).doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    // Version, for an answer the digit, the length of the mailbox in two octets, the mailbox, the nonce: nothing else
    // reads so.
    private static Proof proof(Mac mac, @Nullable MingerStatus status, Mailbox mailbox, Nonce nonce) {
        byte[] octets = mailbox.octets();
        mac.update(VERSION);
        if (status != null) {
            mac.update((byte) status.digit());
        }
        mac.update((byte) (octets.length >> 8));
        mac.update((byte) octets.length);
        mac.update(octets);
        return new Proof(nonce, sent(mac.doFinal(nonce.octets())));
    }

    private static String sent(byte[] mac) {
        return HexFormat.of().formatHex(Arrays.copyOf(mac, SENT));
    }

    private static boolean isSame(Proof right, Proof shown) {
        return MessageDigest.isEqual(
                right.mac().getBytes(StandardCharsets.US_ASCII), shown.mac().getBytes(StandardCharsets.US_ASCII));
    }
}
