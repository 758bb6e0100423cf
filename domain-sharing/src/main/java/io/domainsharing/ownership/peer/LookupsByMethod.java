// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.log.LogLimit;
import java.time.Clock;
import java.util.function.LongSupplier;

/** Asks each peer in its own way, without any guard. Thread-safe; never blocks. */
public final class LookupsByMethod implements PeerLookups {
    private final MingerQuestion minger;
    private final SmtpInquiry smtp;
    private final AcceptAllPeers acceptAll;
    private final LookupConfiguration configuration;
    private final RcptFallback fallback;
    private final LongSupplier nanos;

    /** @param nanos a clock such as {@link System#nanoTime} */
    public LookupsByMethod(
            MingerQuestion minger,
            SmtpInquiry smtp,
            AcceptAllPeers acceptAll,
            LookupConfiguration configuration,
            Clock clock,
            LongSupplier nanos) {
        this.minger = minger;
        this.smtp = smtp;
        this.acceptAll = acceptAll;
        this.configuration = configuration;
        this.fallback = new RcptFallback(configuration.smtp()::fallsBackToRcpt, new LogLimit(clock));
        this.nanos = nanos;
    }

    @Override
    public PeerLookup of(Peer peer) {
        return acceptAll.watched(
                peer,
                switch (peer.lookup()) {
                    case MINGER -> new MingerPeerLookup(peer, minger, configuration.budget(), nanos);
                    case VRFY, RCPT -> new SmtpPeerLookup(peer, smtp, fallback, configuration.budget(), nanos);
                });
    }
}
