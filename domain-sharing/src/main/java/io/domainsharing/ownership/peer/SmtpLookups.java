// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.network.HostResolver;
import io.domainsharing.ownership.configuration.HeloName;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.smtpclient.SmtpClient;
import io.domainsharing.smtpclient.SmtpClientConfiguration;

/** How this server asks by SMTP. */
public final class SmtpLookups {
    private SmtpLookups() {}

    /** A client as the {@code <lookup>} block wants it. Reads the host name, so it may block for a moment. */
    public static SmtpClient client(LookupConfiguration lookup, HostResolver hosts) {
        // A datagram is sent again, TCP repeats by itself: what all tries of Minger take is what one step may take.
        return SmtpClient.create(configuration(lookup, hosts)
                .withTimes(
                        lookup.timeout().multipliedBy(lookup.attempts()),
                        lookup.budget(),
                        SmtpClientConfiguration.DEFAULT_IDLE));
    }

    /** The same but for its times. */
    public static SmtpClientConfiguration configuration(LookupConfiguration lookup, HostResolver hosts) {
        return SmtpClientConfiguration.of(hosts, HeloName.of(lookup.smtp().heloName()))
                .withBind(lookup.bind())
                .withStartTls(lookup.smtp().startTls());
    }
}
