// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

/** Whether a peer that is asked by Minger is to prove its answers (docs/signed-minger.md). */
public enum PeerProof {
    /** From its first proven answer on. */
    AUTO,
    /** Always. */
    REQUIRED,
    /** It is asked as the draft has it, and any answer counts. */
    NEVER
}
