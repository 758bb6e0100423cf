// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.Nonce;
import io.domainsharing.minger.Proof;
import io.domainsharing.minger.ProofKeys;

/** What the answer to a proven query is proven with: the keys of the secret that the query was proven with, and its nonce. */
record AnswerProof(ProofKeys keys, Nonce nonce) {
    Proof of(Mailbox mailbox, MingerStatus status) {
        return keys.ofAnswer(mailbox, status, nonce);
    }
}
