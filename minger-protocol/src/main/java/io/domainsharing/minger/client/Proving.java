// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.ProofKeys;

/**
 * What is known of a server's proofs (docs/signed-minger.md): how it is asked, and who hears what it does. Called on event loops, by
 * several at once: must neither block nor throw.
 */
public interface Proving {
    /** Asks as the draft has it. */
    Proving NEVER = Way.Plain::new;

    /** How a query goes out, and what counts as its answer. Asked again for each answer. */
    Way way();

    /** An answer came with a right proof. */
    default void proven() {}

    /** An answer without proof came to a query with one, and counts: the server lets the tags alone. */
    default void unproven() {}

    /** A query with proof was refused or left unanswered, and the same without proof was answered. */
    default void plainly() {}

    /** An answer without the proof that is required was dropped, or one with a wrong proof. */
    default void dropped(MingerStatus status) {}

    /** How a query goes out. */
    sealed interface Way {
        /** Without proof, and any answer counts. */
        record Plain() implements Way {}

        /**
         * With proof.
         *
         * @param keys of the secret that is shared with that server
         * @param isRequired whether an answer without proof is dropped. Else it counts, and a query that is answered 0 or 2, or not at all,
         *     goes out without proof as well
         */
        record Proven(ProofKeys keys, boolean isRequired) implements Way {}
    }

    /** Asks with proof, and remembers nothing. */
    static Proving of(ProofKeys keys, boolean isRequired) {
        return () -> new Way.Proven(keys, isRequired);
    }
}
