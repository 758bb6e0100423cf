// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import com.google.common.net.HostAndPort;
import io.domainsharing.network.Secret;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;

/**
 * A server that may have an address, and that gets its mail: a {@link Peer}, which is one of our own, or the host of a {@link
 * Gateway}, which is a customer's. Immutable.
 */
public sealed interface Destination permits Peer, Gateway {
    /** Unique among peers and gateways. It names the queue, and is remembered as the owner of an address. */
    PeerName name();

    /** Where it is asked and gets its mail, in this order; every entry carries a port. */
    List<HostAndPort> smtp();

    /** How it is asked about an address; empty: it is not asked. */
    Optional<LookupMethod> method();

    int mingerPort();

    /** Sent in Minger queries; null: anonymous queries. */
    @Nullable
    Secret secret();

    /** Whether it is to prove its answers by Minger; only with a secret. */
    PeerProof proof();

    /** What is asked of TLS where it is connected to by SMTP. */
    PeerTls tls();

    /** How its replies to RCPT and VRFY begin that say "no such user" in words of its own. */
    List<ReplyBeginning> unknownUser();

    /** Whether DNS names it, and no operator does. */
    boolean foundByMx();

    /** Whether it is asked about addresses of that domain. */
    boolean isAskedFor(Domain domain);
}
