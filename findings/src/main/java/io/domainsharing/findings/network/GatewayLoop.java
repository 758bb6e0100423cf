// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.network;

import com.google.common.net.HostAndPort;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.sharing.Sharing;
import io.domainsharing.network.HostResolver;
import io.domainsharing.ownership.Gateway;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Gateways whose host is a listener of this very server: their mail turns once and is stopped. Blocks its caller. */
public final class GatewayLoop {
    private final HostResolver hosts;
    private final List<HostAndPort> listeners;

    /** @param listeners where this server takes SMTP, as {@code smtpserver.xml} has it; every entry carries a port */
    public GatewayLoop(HostResolver hosts, List<HostAndPort> listeners) {
        this.hosts = hosts;
        this.listeners = List.copyOf(listeners);
    }

    public void check(List<Gateway> gateways, Findings findings) {
        for (Gateway gateway : gateways) {
            for (HostAndPort host : gateway.smtp()) {
                if (leadsHere(host)) {
                    findings.error(
                            Rule.GATEWAY_LOOP,
                            Sharing.place(gateway, "smtp").value(host),
                            "leads to this server: its mail comes back and is stopped as a loop",
                            "Write the host that has the mailboxes of "
                                    + gateway.domain().asString());
                }
            }
        }
    }

    private boolean leadsHere(HostAndPort host) {
        return listeners.stream()
                .filter(listener -> listener.getPort() == host.getPort())
                .anyMatch(listener -> addresses(host.getHost()).stream().anyMatch(address -> isAt(listener, address)));
    }

    private boolean isAt(HostAndPort listener, InetAddress address) {
        return addresses(listener.getHost()).stream()
                .anyMatch(own -> own.isAnyLocalAddress() ? isOurs(address) : own.equals(address));
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    private List<InetAddress> addresses(String host) {
        try {
            return hosts.resolve(host).toCompletableFuture().join();
        } catch (CompletionException e) {
            // Said where the host is asked.
            return List.of();
        }
    }
}
