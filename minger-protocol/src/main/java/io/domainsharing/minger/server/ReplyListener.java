// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import io.domainsharing.minger.MingerStatus;
import java.net.InetAddress;

/** Told who asked and what it was told. Called on the responder's event loop: must neither block nor throw. */
@FunctionalInterface
public interface ReplyListener {
    /** Hears nothing. */
    ReplyListener NONE = (asker, status) -> {};

    /**
     * A reply has gone out.
     *
     * @param asker an IPv4 address even where the socket shows it as an IPv4-mapped one
     */
    void replied(InetAddress asker, MingerStatus status);
}
