// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import java.net.InetSocketAddress;

/** How the mailbox of an inquiry is spelt to each address of the server, and who hears what came of it. Event loops: never blocks. */
interface Spelling {
    /** As it is given. */
    Spelling AS_GIVEN = (mailbox, to) -> mailbox;

    /** What is asked: the same mailbox, or one in letters of another case, which must then be echoed exactly. */
    Mailbox of(Mailbox mailbox, InetSocketAddress to);

    /** What that address said. */
    default void answered(InetSocketAddress from, boolean isRespelt, MingerStatus status) {}

    /** That address was asked in another spelling, and something came from the server, but no answer. */
    default void unmatched(InetSocketAddress to) {}
}
