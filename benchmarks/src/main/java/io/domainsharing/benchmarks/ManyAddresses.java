// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import io.domainsharing.ownership.PeerName;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;

/** A million addresses such as people have: {@code firstname.lastname.123456@example.com}. */
final class ManyAddresses {
    static final int COUNT = 1_000_000;

    private static final PeerName[] PEERS = {new PeerName("tokyo"), new PeerName("austin"), new PeerName("oslo")};

    private ManyAddresses() {}

    static MailAddress address(int i) {
        try {
            return new MailAddress("firstname.lastname." + i + "@example.com");
        } catch (AddressException e) {
            throw new IllegalStateException(e);
        }
    }

    static PeerName owner(int i) {
        return PEERS[i % PEERS.length];
    }
}
