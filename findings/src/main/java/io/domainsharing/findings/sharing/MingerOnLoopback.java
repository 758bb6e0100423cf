// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.sharing;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Rule;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.configuration.MingerServerConfiguration;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/** A Minger server that only this machine reaches, while a peer is elsewhere. */
final class MingerOnLoopback implements SharingRule {
    @Override
    public void check(Sharing sharing, Findings findings) {
        List<InetSocketAddress> bind = sharing.configuration()
                .minger()
                .map(MingerServerConfiguration::bind)
                .orElse(List.of());
        boolean onlyHere = !bind.isEmpty()
                && bind.stream()
                        .allMatch(address -> address.getAddress() != null
                                && address.getAddress().isLoopbackAddress());
        if (onlyHere) {
            sharing.peers().stream()
                    .filter(MingerOnLoopback::isElsewhere)
                    .findFirst()
                    .ifPresent(peer -> findings.error(
                            Rule.MINGER_LOOPBACK,
                            Sharing.FILE
                                    .key("minger/bind")
                                    .value(bind.stream()
                                            .map(InetSocketAddress::toString)
                                            .map(text -> text.startsWith("/") ? text.substring(1) : text)
                                            .collect(Collectors.joining(", "))),
                            "is reached from this machine only: peer " + peer.name()
                                    + " cannot ask who has an address here, and defers mail",
                            "Leave it out, or write an address that the peers reach"));
        }
    }

    private static boolean isElsewhere(Peer peer) {
        return peer.smtp().stream().map(HostAndPort::getHost).noneMatch(MingerOnLoopback::isHere);
    }

    private static boolean isHere(String host) {
        return host.equalsIgnoreCase("localhost")
                || (InetAddresses.isInetAddress(host)
                        && InetAddresses.forString(host).isLoopbackAddress());
    }
}
