// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.network;

import io.domainsharing.minger.client.MingerClient;
import io.domainsharing.minger.client.MingerClientConfiguration;
import io.domainsharing.network.HostResolver;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.mx.DnsMxLookup;
import io.domainsharing.ownership.peer.SmtpLookups;
import io.domainsharing.smtpclient.SmtpClient;
import io.domainsharing.smtpclient.StartTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the network is asked: as James would, by the same blocks of the same file. Any thread.
 *
 * @param plain never speaks TLS, so that it hears what is announced before it
 * @param encrypted ends where TLS cannot be had
 */
record Wire(
        HostResolver hosts,
        DnsMxLookup mx,
        MingerClient minger,
        SmtpClient smtp,
        SmtpClient plain,
        SmtpClient encrypted)
        implements AutoCloseable {

    /** @param nameServers empty: the system's */
    static Wire of(LookupConfiguration configured, List<InetSocketAddress> nameServers) {
        LookupConfiguration lookup = isHere(configured.bind()) ? configured : withoutBind(configured);
        HostResolver hosts = nameServers.isEmpty() ? HostResolver.ofSystem() : HostResolver.of(nameServers);
        return new Wire(
                hosts,
                nameServers.isEmpty() ? DnsMxLookup.ofJames() : DnsMxLookup.of(nameServers),
                MingerClient.create(MingerClientConfiguration.of(hosts)
                        .withTries(lookup.timeout(), lookup.attempts(), lookup.budget())
                        .withBind(lookup.bind())),
                SmtpLookups.client(lookup, hosts),
                SmtpLookups.client(lookup.withStartTls(StartTls.NEVER), hosts),
                SmtpLookups.client(lookup.withStartTls(StartTls.REQUIRED), hosts));
    }

    /** Whether this machine has that source address; null: any. */
    static boolean isHere(@Nullable InetAddress bind) {
        try {
            return bind == null
                    || bind.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(bind) != null
                    || bind.isLoopbackAddress();
        } catch (SocketException e) {
            return false;
        }
    }

    private static LookupConfiguration withoutBind(LookupConfiguration lookup) {
        return new LookupConfiguration(lookup.timeout(), lookup.attempts(), lookup.budget(), null, lookup.smtp());
    }

    @Override
    public void close() {
        minger.close();
        smtp.close();
        plain.close();
        encrypted.close();
        hosts.close();
    }
}
