// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import static io.domainsharing.ownership.membership.InMemoryPeers.peer;

import com.google.common.net.HostAndPort;
import io.domainsharing.network.Network;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.PeerProof;
import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.ReplyBeginning;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The peers of a server whose store is in a folder of the test. */
abstract class PeerRegistryFixture {
    static final NodeName PARIS = new NodeName("paris");
    static final Peer TOKYO = peer("tokyo");
    static final Peer AUSTIN = peer("austin");
    static final Peer EVERY_KEY = new Peer(
            new PeerName("oslo"),
            List.of(HostAndPort.fromParts("2001:db8::1", 26), HostAndPort.fromParts("oslo.example.net", 2525)),
            LookupMethod.MINGER,
            4070,
            new Secret("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~$$}]]>&amp;"),
            List.of(Network.parse("203.0.113.0/24"), Network.parse("2001:db8::1")),
            Set.of(Domain.of("example.com"), Domain.of("example.org")),
            PeerProof.REQUIRED,
            PeerTls.parse("0123456789abcdef".repeat(4)),
            List.of(new ReplyBeginning("550 5.4.1"), new ReplyBeginning("550 \"no\", <you> & $you,ask others")),
            PeerMode.DRAIN,
            false);

    Path folder;

    @BeforeEach
    void setUp(@TempDir Path temporary) {
        folder = temporary.resolve("var").resolve("domain-sharing");
    }

    PeerRegistry start(Peer... fromFile) {
        return start(List.of(), fromFile);
    }

    PeerRegistry start(List<Gateway> gateways, Peer... fromFile) {
        PeerRegistry peers = PeerRegistry.load(new ConfiguredPeers(List.of(fromFile), gateways, PARIS), folder);
        peers.start();
        return peers;
    }

    static List<Peer> all(PeerRegistry registry) {
        return registry.directory().current().peers();
    }
}
