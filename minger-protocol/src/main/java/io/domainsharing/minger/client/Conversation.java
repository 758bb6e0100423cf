// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerQuery;
import io.domainsharing.minger.MingerResponse;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.Nonce;
import io.domainsharing.minger.Proof;
import io.domainsharing.minger.ProofKeys;
import io.domainsharing.network.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said to one address of a server in one inquiry, and what counts as its answer (docs/signed-minger.md). Knows no socket and no
 * time. Belongs to the inquiry's event loop.
 */
final class Conversation {
    private final Mailbox mailbox;
    private final boolean isRespelt;
    private final Proving proving;
    private final @Nullable Secret secret;
    private final @Nullable Proven proven;
    private boolean isPlainToo;
    private int plainSent;
    private int provenSent;
    private int refusals;

    /** What goes out with a proof. */
    private record Proven(ProofKeys keys, Nonce nonce, MingerQuery query) {}

    /** What a response is worth. */
    enum Hearing {
        /** An answer, of one that was not asked for a proof. */
        ANSWER,
        /** An answer with a right proof. */
        PROVEN,
        /** An answer without proof to a query with one, and it counts. */
        UNPROVEN,
        /** An answer to the query without proof, after the one with proof was refused or left unanswered. */
        PLAINLY,
        /** The query with proof is refused: it goes out without. */
        ASK_PLAINLY,
        /** Another refusal of a query with proof, which says nothing of the one without. */
        REFUSED_BEFORE,
        /** No proof where one is required, or a wrong one: it does not count. */
        DROPPED
    }

    /**
     * Nothing is said yet.
     *
     * @param mailbox as it is spelt to this address
     * @param isRespelt whether that is another spelling than usual, which must be echoed exactly
     * @param isPlainToo whether each try goes without proof as well, for the server has been silent to one with proof
     */
    Conversation(
            Mailbox mailbox,
            boolean isRespelt,
            @Nullable Secret secret,
            Proving proving,
            OwnNonces nonces,
            boolean isPlainToo) {
        this.mailbox = mailbox;
        this.isRespelt = isRespelt;
        this.proving = proving;
        this.isPlainToo = isPlainToo;
        this.secret = secret;
        this.proven = secret != null && proving.way() instanceof Proving.Way.Proven way
                ? proven(mailbox, secret, way.keys(), nonces.next())
                : null;
    }

    private static Proven proven(Mailbox mailbox, Secret secret, ProofKeys keys, Nonce nonce) {
        return new Proven(keys, nonce, MingerQuery.proven(mailbox, secret, keys.ofQuery(mailbox, nonce)));
    }

    boolean isRespelt() {
        return isRespelt;
    }

    boolean isEchoedBy(Mailbox echo) {
        return isRespelt ? mailbox.equals(echo) : mailbox.isEchoedBy(echo);
    }

    /** The nonce of this conversation is not waited for any more. */
    void end(OwnNonces nonces) {
        if (proven != null) {
            nonces.end(proven.nonce());
        }
    }

    /** The datagrams of the first try. */
    List<byte[]> first() {
        if (proven == null) {
            return plainly();
        }
        provenSent++;
        if (!isPlainToo || isRequired()) {
            return List.of(proven.query().toBytes());
        }
        // The one with proof first: whoever proves its answers answers it first.
        plainSent++;
        return List.of(proven.query().toBytes(), plain());
    }

    /** The datagrams of another try: the server has been silent, maybe because of the proof. */
    List<byte[]> again() {
        isPlainToo = true;
        return first();
    }

    /** The datagrams between two tries, after silence: none where the query without proof goes out already, or never does. */
    List<byte[]> afterSilence() {
        return proven == null || isPlainToo || isRequired() ? List.of() : again();
    }

    /** The datagram without proof. */
    List<byte[]> plainly() {
        plainSent++;
        return List.of(plain());
    }

    // Made when it is sent: most queries with proof never need it.
    private byte[] plain() {
        return MingerQuery.of(mailbox, secret).toBytes();
    }

    /** Judges a response that echoes the mailbox, and tells of it what is to be remembered. */
    Hearing hear(MingerResponse response) {
        if (proven == null) {
            return Hearing.ANSWER;
        }
        Proof proof = response.proof();
        if (proof != null) {
            boolean isRight = proof.nonce().equals(proven.nonce())
                    && proven.keys().proveAnswer(mailbox, response.status(), proof);
            return isRight ? told(Hearing.PROVEN, response.status()) : told(Hearing.DROPPED, response.status());
        }
        return told(isRequired() ? Hearing.DROPPED : withoutProof(response.status()), response.status());
    }

    private Hearing withoutProof(MingerStatus status) {
        boolean isRefusal = status == MingerStatus.INVALID_REQUEST || status == MingerStatus.BAD_CREDENTIALS;
        if (!isRefusal) {
            return plainSent == 0 ? Hearing.UNPROVEN : Hearing.PLAINLY;
        }
        refusals++;
        if (!isPlainToo) {
            isPlainToo = true;
            return Hearing.ASK_PLAINLY;
        }
        // Each query with proof may be refused: only what is beyond that is the answer to one without.
        return refusals > provenSent ? Hearing.ANSWER : Hearing.REFUSED_BEFORE;
    }

    private boolean isRequired() {
        return proving.way() instanceof Proving.Way.Proven way && way.isRequired();
    }

    private Hearing told(Hearing hearing, MingerStatus status) {
        switch (hearing) {
            case PROVEN -> proving.proven();
            case UNPROVEN -> proving.unproven();
            case PLAINLY -> proving.plainly();
            case DROPPED -> {
                // Where it was asked without proof as well, the right server may have said this.
                if (plainSent == 0) {
                    proving.dropped(status);
                }
            }
            case ANSWER, ASK_PLAINLY, REFUSED_BEFORE -> {
                // Nothing is learned.
            }
        }
        return hearing;
    }
}
