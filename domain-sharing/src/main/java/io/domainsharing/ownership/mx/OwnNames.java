// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/**
 * The names that this server goes by: its host name, short and full, and the address that the system gives it, its node name,
 * what it says in HELO and EHLO as a server and as a client, and what {@code <mx><self>} adds.
 */
public final class OwnNames {
    private final ConfigurationProvider provider;

    /** @param provider for what {@code smtpserver.xml} lets the listeners say */
    public OwnNames(ConfigurationProvider provider) {
        this.provider = provider;
    }

    /** All of them, host names and IP addresses. Reads a file and the host name, so it may block for a moment. */
    public Set<String> of(DomainSharingConfiguration configuration) {
        Set<String> names = new HashSet<>(configuration.mx().self());
        names.add(configuration.node().value());
        names.addAll(hostName());
        Stream.of(
                        configuration.delivery().handover().heloName(),
                        configuration.lookup().smtp().heloName())
                .filter(Objects::nonNull)
                .forEach(names::add);
        names.addAll(ofListeners());
        return names;
    }

    private static Set<String> hostName() {
        try {
            return ofHost(InetAddress.getLocalHost());
        } catch (UnknownHostException e) {
            return Set.of();
        }
    }

    // Debian: /etc/hosts has 127.0.1.1 and the full name, which is no interface's address and not what the host is
    // called.
    static Set<String> ofHost(InetAddress host) {
        return new HashSet<>(List.of(host.getHostName(), host.getCanonicalHostName(), host.getHostAddress()));
    }

    private Set<String> ofListeners() {
        Set<String> names = new HashSet<>();
        try {
            for (HierarchicalConfiguration<ImmutableNode> listener :
                    provider.getConfiguration("smtpserver").configurationsAt("smtpserver")) {
                String name = listener.getString("helloName", "");
                if (!name.isBlank() && !listener.getBoolean("helloName[@autodetect]", true)) {
                    names.add(name.trim());
                }
            }
        } catch (ConfigurationException e) {
            // James has its own word about a broken smtpserver.xml.
            return names;
        }
        return names;
    }
}
