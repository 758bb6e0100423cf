// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static io.domainsharing.ownership.Addresses.address;
import static org.awaitility.Awaitility.await;

import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A listener whose verdicts come when the test gives them. */
abstract class DeferredRcptFixture {
    static final Verdict LOCAL = new Verdict.Local(LocalMatch.ACCOUNT);
    static final Verdict ON_PEER = new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED);
    static final Verdict NOBODY = new Verdict.Nobody();

    final InMemoryOwnership ownership = new InMemoryOwnership().know("ann@example.com", LOCAL);
    SmtpListener listener;

    @BeforeEach
    void listen() throws Exception {
        listener = new SmtpListener(ownership);
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    void awaitQuestion(String address) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> ownership.isPending(address(address)));
    }

    void answer(String address, Verdict verdict) {
        awaitQuestion(address);
        ownership.complete(address, verdict);
    }
}
