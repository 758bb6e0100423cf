// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RcptPeerLookupTest extends SmtpPeerLookupContract {
    @Override
    LookupMethod method() {
        return LookupMethod.RCPT;
    }

    @ParameterizedTest
    @ValueSource(strings = {"250 ok", "251 will forward"})
    void positiveReplyShouldBeAYes(String reply) throws Exception {
        server.on("RCPT", line -> reply);

        assertThat(ask("x@example.com", loopback(1))).isEqualTo(new PeerAnswer.Accepts());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.1.1 no",
                "550 5.1.0 no",
                "550 5.1.10 no",
                "550 unknown user",
                "551 user not local",
                "553 5.3.0 <x@example.com>... No such user here",
                "550 5.1.2 Mailbox does not exist.",
                "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)",
                "550-5.1.1 a\r\n550 b",
                "550-5.1.1 a\r\n550 5.1.1 b"
            })
    void unknownUserShouldBeANo(String reply) throws Exception {
        server.on("RCPT", line -> reply);

        assertThat(ask("x@example.com", loopback(1))).isEqualTo(new PeerAnswer.Unknown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.4.1 no", "553 ambiguous", "354 go ahead", "252 perhaps", "500 what"})
    void everythingElseShouldBeNoAnswer(String reply) throws Exception {
        server.on("RCPT", line -> reply);

        assertThat(reasonOf(ask("x@example.com", loopback(1)))).isEqualTo(Reason.REFUSED);
    }

    @Test
    void refusalOfTheNullSenderShouldBePolicyAndNeverANo() throws Exception {
        server.on("MAIL", line -> "550 5.1.1 no such user")
                .on("RCPT", line -> "503 5.5.1 bad sequence")
                .on("RSET", line -> "250 ok");

        assertThat(reasonOf(ask("x@example.com", loopback(1)))).isEqualTo(Reason.REFUSED);
    }

    @Test
    void noMessageShouldEverBeBegun() throws Exception {
        ask("frank@example.com", loopback(1));

        assertThat(server.heard())
                .startsWith("EHLO asker.example", "MAIL FROM:<>", "RCPT TO:<frank@example.com>")
                .noneMatch(line -> line.startsWith("DATA") || line.startsWith("BDAT"));
    }
}
