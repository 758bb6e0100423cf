// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import io.domainsharing.network.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.apache.james.core.Username;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask by ETRN (RFC 1985) for the mail that waits for a gateway. Immutable.
 *
 * @param networks their sessions may, whoever they are
 * @param users may wherever they come from, once they have logged in
 */
public record EtrnClients(List<Network> networks, Set<Username> users) {
    public static final EtrnClients NOBODY = new EtrnClients(List.of(), Set.of());

    public EtrnClients {
        networks = List.copyOf(networks);
        users = Set.copyOf(users);
    }

    public boolean isNobody() {
        return networks.isEmpty() && users.isEmpty();
    }

    /**
     * Whether that session may.
     *
     * @param user null: it has not logged in
     */
    public boolean allow(InetAddress remote, @Nullable Username user) {
        return (user != null && users.contains(user))
                || networks.stream().anyMatch(network -> network.contains(remote));
    }
}
