// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VrfyPeerLookupTest extends SmtpPeerLookupContract {
    @Override
    LookupMethod method() {
        return LookupMethod.VRFY;
    }

    @ParameterizedTest
    @ValueSource(strings = {"250 <x@example.com>", "251 will forward to <y@example.org>", "250-a\r\n250 b"})
    void positiveReplyShouldBeAYes(String reply) throws Exception {
        server.on("VRFY", line -> reply);

        assertThat(ask("x@example.com", loopback(1))).isEqualTo(new PeerAnswer.Accepts());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"550 no such user", "551 user not local", "553 ambiguous", "550 5.1.1 no", "551 5.1.6 gone"})
    void unknownUserShouldBeANo(String reply) throws Exception {
        server.on("VRFY", line -> reply);

        assertThat(ask("x@example.com", loopback(1))).isEqualTo(new PeerAnswer.Unknown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"252 cannot tell", "500 what", "502 no VRFY here", "551 5.7.1 not you", "504 no"})
    void whatDoesNotTellShouldBeNoAnswer(String reply) throws Exception {
        server.on("VRFY", line -> reply);

        assertThat(reasonOf(ask("x@example.com", loopback(1)))).isEqualTo(Reason.REFUSED);
        assertThat(server.heard("RCPT")).as("RCPT is for those who want it").isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"252 cannot tell", "500 what", "502 no VRFY here"})
    void serverThatDoesNotTellShouldBeAskedByRcptWhereThatIsWanted(String reply) throws Exception {
        fallback = true;
        server.on("VRFY", line -> reply).on("RCPT", line -> line.contains("frank") ? "250 ok" : "550 5.1.1 no");

        assertThat(ask("frank@example.com", loopback(1))).isEqualTo(new PeerAnswer.Accepts());
        assertThat(ask("x@example.com", loopback(1))).isEqualTo(new PeerAnswer.Unknown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"252 cannot tell", "502 no VRFY here"})
    void serverThatWouldAskInTurnShouldNotBeAskedByRcpt(String reply) throws Exception {
        fallback = true;
        server.on("EHLO", line -> "250-test\r\n250-PIPELINING\r\n250 xDomainSharing")
                .on("VRFY", line -> reply)
                .on("RCPT", line -> "550 5.1.1 no");

        PeerAnswer answer = ask("frank@example.com", loopback(1));

        assertThat(reasonOf(answer)).isEqualTo(Reason.REFUSED);
        assertThat(((PeerAnswer.NoAnswer) answer).detail()).contains("vrfy/allow");
        assertThat(server.heard("RCPT")).isZero();
    }

    @Test
    void policyShouldNotBeGotRoundByRcpt() throws Exception {
        fallback = true;
        server.on("VRFY", line -> "550 5.7.1 not you");

        assertThat(reasonOf(ask("x@example.com", loopback(1)))).isEqualTo(Reason.REFUSED);
        assertThat(server.heard("RCPT")).isZero();
    }
}
