// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

/** Who brought a message to the pipeline: that decides which lines of its header are believed. */
public enum Bringer {
    /** A peer's own session. What the peer has written on top at this hand-over is believed, and what leads on from there. */
    PEER,
    /** This server: a mailet of it sends on what has come in before. Only lines that this server has signed are believed. */
    THIS_SERVER,
    /** Strangers and users: a new way begins, whatever the header says. */
    ANYBODY
}
