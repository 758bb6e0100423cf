// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.network.HostResolver;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.configuration.HeloName;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.smtpclient.Certificates;
import io.domainsharing.smtpclient.ExtensionsListener;
import io.domainsharing.smtpclient.SmtpClient;
import io.domainsharing.smtpclient.SmtpClientConfiguration;
import io.domainsharing.smtpclient.SmtpServer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How this server asks by SMTP. */
public final class SmtpLookups {
    private SmtpLookups() {}

    /** A client as the {@code <lookup>} block wants it. Reads the host name, so it may block for a moment. */
    public static SmtpClient client(LookupConfiguration lookup, HostResolver hosts) {
        return client(lookup, hosts, ExtensionsListener.NONE);
    }

    /** The same, and what servers announce is told there. */
    public static SmtpClient client(LookupConfiguration lookup, HostResolver hosts, ExtensionsListener heard) {
        // A datagram is sent again, TCP repeats by itself: what all tries of Minger take is what one step may take.
        return SmtpClient.create(configuration(lookup, hosts)
                .withTimes(
                        lookup.timeout().multipliedBy(lookup.attempts()),
                        lookup.budget(),
                        SmtpClientConfiguration.DEFAULT_IDLE)
                .withHeard(heard));
    }

    /** The same but for its times. */
    public static SmtpClientConfiguration configuration(LookupConfiguration lookup, HostResolver hosts) {
        return SmtpClientConfiguration.of(hosts, HeloName.of(lookup.smtp().heloName()))
                .withBind(lookup.bind())
                .withStartTls(lookup.smtp().startTls());
    }

    /** The hosts of that peer or gateway, in the order in which they are asked, and what is wanted of their TLS. */
    public static List<SmtpServer> servers(Destination destination) {
        return destination.smtp().stream()
                .map(host -> new SmtpServer(host.getHost(), host.getPort(), requiredTls(destination)))
                .distinct()
                .toList();
    }

    private static @Nullable Certificates requiredTls(Destination peer) {
        if (peer.tls() instanceof PeerTls.Pinned pinned) {
            return new Certificates.Pinned(pinned.sha256());
        }
        return peer.tls() instanceof PeerTls.Required ? Certificates.UNCHECKED : null;
    }
}
