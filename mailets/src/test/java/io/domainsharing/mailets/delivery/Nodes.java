// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.SharedDomains;
import java.util.List;
import java.util.Set;
import org.apache.james.core.Domain;

/** The servers of example.com: paris is this one, tokyo and austin are its peers. */
public final class Nodes {
    public static final NodeName PARIS = new NodeName("paris");
    public static final PeerName TOKYO = new PeerName("tokyo");
    public static final PeerName AUSTIN = new PeerName("austin");
    public static final SharedDomains EXAMPLE_COM = Domain.of("example.com")::equals;

    private Nodes() {}

    public static Peer peer(PeerName name, HostAndPort... smtp) {
        return new Peer(name, List.of(smtp), LookupMethod.MINGER, 4069, null, List.of(), Set.of());
    }
}
