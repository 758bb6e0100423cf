// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

/** What is broken on purpose, so that it is seen that the simulator finds it. */
public enum Defect {
    /** Nothing. */
    NONE,
    /** A look-up that nobody answers counts as "no such address". */
    SILENCE_AS_NO,
    /** A peer that refuses an address stays remembered as its owner. */
    LOST_INVALIDATION,
    /** An answer counts whatever query it answers. */
    EXPIRED_NONCE,
    /** A peer that was down once is never asked again. */
    BREAKER_NEVER_CLOSES,
    /** A digest's "no" counts for ever, though its site has asked whether it may create the address since. */
    STALE_DIGEST
}
